#pragma once

#include <cstddef>
#include <string>

namespace errand {

/// `bytes` unpredictable bytes as hexadecimal digits.
/// \throws std::system_error
std::string random_hex(std::size_t bytes);

}  // namespace errand

#pragma once

#include <cstddef>
#include <string_view>

namespace errand {

/// The length of the well-formed UTF-8 sequence at the front of `text`, or 0.
/// Source: RFC 3629 section 4.
std::size_t utf8_sequence(std::string_view text);

}  // namespace errand

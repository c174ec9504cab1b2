#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace errand {

/// The longest text that is kept as a column, in bytes.
inline constexpr std::size_t kLongestText = std::size_t{64} << 10;

/// `text` as every database takes it: what is not UTF-8, and NUL, becomes U+FFFD, and the rest after kLongestText bytes
/// becomes `…`.
std::string storable(std::string_view text);

}  // namespace errand

#pragma once

#include <cstddef>
#include <string_view>

namespace errand {

/// The length in bytes of the character that `text` begins with; 0 when it begins with none that UTF-8 allows.
/// Source: RFC 3629 section 4.
std::size_t utf8_character_length(std::string_view text);

}  // namespace errand

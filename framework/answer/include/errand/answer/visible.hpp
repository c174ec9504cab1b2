#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace errand {

/// `text` with all that could drive a terminal or forge lines made visible: control characters, line and paragraph
/// separators and marks that turn the writing direction become `\n`, `\t`, `\r` or `\u{1b}`, bytes that are not UTF-8
/// become `\x9b`. The rest after `limit` bytes becomes `…`. For text of a service that goes to people.
std::string visible(std::string_view text, std::size_t limit = std::string_view::npos);

}  // namespace errand

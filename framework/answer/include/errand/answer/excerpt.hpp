#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace errand {

/// `body`, or what fits of it into `limit` bytes.
///
/// It is not cut within a word: half a token would be taken for none where what a task says is redacted.
/// Lifetime: of `body`.
std::string_view beginning_of(std::string_view body, std::size_t limit);

/// The beginning of `body` for a message: one line, printable; nothing of an empty one.
std::string excerpt(std::string_view body);

}  // namespace errand

#pragma once

#include <string_view>

namespace errand {

/// Writes `text`, however often that takes.
/// \returns false, with errno set, when not all of it could be written.
bool write_all(int fd, std::string_view text);

}  // namespace errand

#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

namespace errand {

/// Adds `text` to the end of a file, which is made if it is not there. It has reached the disk when this returns.
///
/// What several processes add at once does not mix: each waits for the file's lock (flock(2)).
/// \param mode the permissions that the file then has; when there are none those that it had, or what the umask leaves
/// \throws Error if that cannot be done, as on a full disk; the file then ends as it did.
void append_to_file(const std::string& path, std::string_view text, std::optional<mode_t> mode = {});

}  // namespace errand

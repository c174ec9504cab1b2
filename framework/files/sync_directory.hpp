#pragma once

#include <string>

namespace errand {

/// What was made or renamed in the directory of `path` stays so after a crash of the machine. Where that cannot be had,
/// as on some network file systems, the file is in its place all the same.
void sync_directory_of(const std::string& path);

}  // namespace errand

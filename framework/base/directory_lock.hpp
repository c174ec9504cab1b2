#pragma once

#include <filesystem>

#include "base/unique_fd.hpp"

namespace errand {

/// Holds a directory, together with others who do, for as long as the descriptor, which is close-on-exec, is open: the
/// kernel lets go when the process ends, however it ends. Nothing when the directory is claimed or removed.
///
/// Where the file system knows no flock(2), nothing can be claimed, and everything counts as held.
/// \throws std::system_error if it cannot be opened
UniqueFd hold_directory(const std::filesystem::path& directory);

/// Claims a directory that nobody holds, and keeps others from holding it. Nothing when somebody does, or `directory`
/// is none.
UniqueFd claim_directory(const std::filesystem::path& directory);

/// Whether somebody holds a directory. False for one that is not there. One that is claimed is waited for, for as long
/// as cleaning up after a crash may take: 15 seconds; then it counts as held.
bool is_held(const std::filesystem::path& directory);

}  // namespace errand

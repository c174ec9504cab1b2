#pragma once

#include <unistd.h>

#include <filesystem>

#include "base/unique_fd.hpp"

namespace errand {

/// Refuses a file or directory that somebody other than root and `user` could change or put another in place of.
///
/// Walks from / to `path`, through every symbolic link: each directory, link and the end itself must belong to root or
/// to `user`, and only they may write there. A directory on the way may be writable by all if it is root's and sticky,
/// as /tmp is: what is in it cannot be replaced by others.
/// \throws CommandError with ExitCode::configuration, naming what is wrong and the remedy; std::system_error when
/// `path` is not there or cannot be reached.
void require_trusted(const std::filesystem::path& path, uid_t user = ::geteuid());

/// Opens a regular file for reading, like open_regular_file(), after the checks of require_trusted(). They are made on
/// what was opened.
/// \throws as require_trusted() and open_regular_file() do.
UniqueFd open_trusted_file(const std::filesystem::path& path, uid_t user = ::geteuid());

}  // namespace errand

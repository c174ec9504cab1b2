#pragma once

#include <filesystem>
#include <string>

#include "base/unique_fd.hpp"

namespace errand {

/// Opens a regular file for reading, like open_regular_file(), that nobody but its owner, root or this user, may touch.
/// The permissions are checked on what was opened, not on its name.
/// \param kind what it is in messages, such as `the key file`
/// \throws CommandError (configuration) for another owner or a wider mode, with the remedy; std::system_error as
/// open_regular_file() does.
UniqueFd open_private_file(const std::filesystem::path& path, const std::string& kind);

}  // namespace errand

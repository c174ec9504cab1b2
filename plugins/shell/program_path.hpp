#pragma once

#include <string>
#include <string_view>

namespace errand::shell {

/// The file that the shell would start for `program`: itself if it has a slash, or else the first executable of that
/// name in the directories of `path`, which are separated by colons; empty ones do not count.
/// \throws Error telling where it was looked for.
std::string program_path(const std::string& program, std::string_view path);

}  // namespace errand::shell

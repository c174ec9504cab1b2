#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/unique_fd.hpp"

namespace errand {

/// What a process of this program does; the exit code.
using ProgramWork = std::function<int(const std::vector<std::string>& arguments)>;

/// Forks a process for each request that comes over `socket` (fork_request.hpp), until the other end hangs up.
///
/// Such a process is as if it had been executed: a child of this process's parent, which leads a process group of its
/// own, with the arguments, environment, directory and descriptors of the request and no other. It does `work`, and
/// ends. This process must have one thread, descriptors 0 to 4 open, and know no secret: its memory is theirs.
/// \throws std::system_error
void serve_forks(UniqueFd socket, const ProgramWork& work);

}  // namespace errand

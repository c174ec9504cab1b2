#pragma once

#include <vector>

#include "base/unique_fd.hpp"

namespace errand {

/// Passes descriptors to the process at the other end of a UNIX stream socket, as one message that carries nothing
/// else. Neither waits nor raises SIGPIPE. False when the other end is gone, or reads nothing.
/// \param descriptors at least one, 16 at most; they stay open here
/// \throws std::system_error, such as when one is not open
/// Source: SCM_RIGHTS in unix(7).
bool pass_descriptors(int socket, const std::vector<int>& descriptors);

/// Waits for such a message. The descriptors are close-on-exec. None when the other end is gone.
/// \throws std::system_error
std::vector<UniqueFd> receive_descriptors(int socket);

}  // namespace errand

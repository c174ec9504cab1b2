#pragma once

#include <chrono>
#include <functional>

#include "base/unique_fd.hpp"

namespace errand {

/// Runs `work` in a forked worker and stays behind as the init of the attempt: whatever the worker started, daemons in
/// sessions of their own included, is ended before this returns.
///
/// SIGTERM, SIGINT or SIGHUP to this process, or the hang-up of `socket`'s other end (the supervisor is gone), ends the
/// worker too: SIGTERM, `grace`, SIGKILL. The worker does not outlive this process even if that is killed.
///
/// Ends as the worker ended: returns its exit code, or dies of the signal that it died of. So the supervisor learns
/// from waiting for this process what happened, and nothing that the plugin writes can forge it. Into `report`, which
/// is closed in the worker, goes a LeftBehind if the worker ended by itself and processes of it did not, within `grace`
/// or a second.
/// Call it while the process has one thread.
/// \throws std::system_error
int run_as_init(int socket, UniqueFd report, std::chrono::milliseconds grace, const std::function<int()>& work);

}  // namespace errand

#pragma once

#include <filesystem>

#include "base/unique_fd.hpp"

namespace errand {

/// Runs the attempt that the supervisor at the other end of `socket` sends, to its outcome. The exit code.
int run_attempt(UniqueFd socket);

/// Has the task of the attempt that the supervisor sends say what it would do (Task::preview), which is the message of
/// the outcome. The exit code.
int preview_attempt(UniqueFd socket);

/// Loads a library and writes what it offers to `socket`: `{"plugin": …}`, or `{"refused": "why"}`. The exit code.
int describe_library(UniqueFd socket, const std::filesystem::path& library);

}  // namespace errand

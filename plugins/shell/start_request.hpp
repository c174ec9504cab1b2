#pragma once

#include <string>
#include <vector>

#include "errand/parameters.hpp"

namespace errand::shell {

/// Under which the number of the descriptor with the token stands in a program's environment.
inline constexpr char kTokenVariable[] = "ERRAND_TOKEN_FD";

/// What a job wants to have started.
struct StartRequest {
    /// The program as the job names it, and its arguments.
    std::vector<std::string> words;
    /// `NAME=value`, all of them.
    std::vector<std::string> environment;
    /// Empty for the task's own.
    std::string directory;
    /// For messages: `the script`, `'rsync'`.
    std::string title;
};

/// \param environment that of the task, to which the job may only add and of which it may replace
/// \throws ValueError unless there is one of `argv` and `script`, and for arguments and variables that are neither text
/// nor an integer, have a zero byte, or have a name that cannot be or is errand's own.
StartRequest start_request(const Parameters& parameters, const std::vector<std::string>& environment);

/// The value of a variable in an environment; empty where it is not set.
std::string variable_in(const std::vector<std::string>& environment, const std::string& name);

}  // namespace errand::shell

#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "base/process_spawner.hpp"
#include "errand/secret.hpp"

namespace errand {

/// A command that prints a secret, such as `pass show globus`.
struct SecretCommand {
    /// The program, found in PATH or named with a slash, and its arguments. No shell is involved.
    std::vector<std::string> arguments;
    /// `NAME=value` each.
    std::vector<std::string> environment;
    std::filesystem::path working_directory;
    std::chrono::milliseconds time_limit = std::chrono::seconds(30);
    /// Becomes readable when there is no use in waiting any longer. None if negative.
    int give_up_descriptor = -1;
};

/// Runs the command and returns what it prints to its standard output, without one line break at its end. Its standard
/// input is empty. Nothing of the command is left when this returns.
/// \throws CommandError (configuration) when it cannot be started, does not end in time, fails, or prints nothing or
/// more than 64 KiB. The message has the command's name and the last line of its standard error, never its output.
/// Cancelled.
Secret read_secret_command(const SecretCommand& command, ProcessSpawner& spawner);

}  // namespace errand

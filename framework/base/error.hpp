#pragma once

#include <stdexcept>
#include <string>
#include <system_error>

#include "base/exit_code.hpp"

namespace errand {

/// Ends the command: what() is for the operator and says what to do; code() becomes the exit code.
class CommandError : public std::runtime_error {
public:
    CommandError(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}

    ExitCode code() const { return code_; }

private:
    ExitCode code_;
};

/// A std::system_error of the current errno: "open /etc/x: Permission denied".
[[nodiscard]] std::system_error system_error(const std::string& what);
[[nodiscard]] std::system_error system_error(int error_number, const std::string& what);

}  // namespace errand

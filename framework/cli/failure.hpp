#pragma once

#include <exception>

#include "base/exit_code.hpp"

namespace errand {

/// What a command that `error` has ended is to end with.
ExitCode exit_code(const std::exception& error);

}  // namespace errand

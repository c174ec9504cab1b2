#pragma once

#include "protocol/task_process.hpp"
#include "runner/attempt_settings.hpp"
#include "runner/error_output.hpp"
#include "runner/task_pipe.hpp"
#include "runner/working_directory.hpp"

namespace errand {

/// The process of one attempt, in a working directory of its own, and the pipes that it prints into.
///
/// Ends with this object, and the directory is removed then. Lifetime: what it is made of outlives it.
struct AttemptProcess {
    /// \throws std::system_error
    AttemptProcess(const AttemptRequest& request, const AttemptSettings& settings, const AttemptWorld& world);

    const WorkingDirectory directory;
    TaskPipe output;
    ErrorOutput errors;
    TaskProcess process;
};

}  // namespace errand

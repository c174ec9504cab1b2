#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/exit_code.hpp"
#include "job/job_definition.hpp"
#include "runner/attempt_result.hpp"

namespace errand {

struct TaskResult {
    std::string name;
    /// The last attempt's; of a task for the items of a list, what ItemResults makes of theirs.
    AttemptResult attempt;
    /// How many there were; none of a task that was skipped.
    int attempts = 0;
    Stage stage = Stage::tasks;
};

struct RunResult {
    std::string run_id;
    std::string job;
    Clock::CalendarTime began;
    std::chrono::milliseconds duration{0};
    /// One for each task of the job, in its order.
    std::vector<TaskResult> tasks;

    /// The most important one among those of its work, `tasks:`. What follows from that decides where all of it
    /// succeeded, or where the run was cancelled.
    ExitCode exit_code() const;
    /// One line: what made the run end so, and what did not succeed of what follows from it; of a run that succeeded,
    /// nothing.
    std::string reason() const;
};

}  // namespace errand

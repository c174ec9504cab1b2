#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/exit_code.hpp"
#include "runner/attempt.hpp"
#include "runner/provider_choice.hpp"

namespace errand {

struct TaskResult {
    std::string name;
    AttemptResult attempt;
};

struct RunResult {
    std::string run_id;
    std::string job;
    Clock::CalendarTime began;
    std::chrono::milliseconds duration{0};
    /// One for each task of the job, in its order.
    std::vector<TaskResult> tasks;

    /// The most important one among the tasks'.
    ExitCode exit_code() const;
};

/// Where a plugin's library is.
using LibraryLookup = std::function<std::filesystem::path(const std::string& plugin)>;

/// Runs a job's tasks one after the other, until one does not succeed.
/// \throws CommandError if no provider can be chosen for a task, before anything runs; std::system_error.
RunResult run_job(const JobDefinition& job, const std::vector<NamedProvider>& providers, const LibraryLookup& library,
                  const AttemptSettings& settings, const AttemptWorld& world);

/// `20260301T060000Z-3f9a2c`: sorts by time. \throws std::system_error if the system has no randomness.
std::string make_run_id(Clock::CalendarTime now);

}  // namespace errand

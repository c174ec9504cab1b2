#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/exit_code.hpp"
#include "base/stop_signals.hpp"
#include "runner/attempt_result.hpp"
#include "runner/attempt_settings.hpp"
#include "runner/provider_choice.hpp"
#include "runner/run_request.hpp"

namespace errand {

struct TaskResult {
    std::string name;
    /// The last attempt's; of a task for the items of a list, what ItemResults makes of theirs.
    AttemptResult attempt;
    /// How many there were; none of a task that was skipped.
    int attempts = 0;
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
    /// One line: what made the run end so; of one that succeeded, nothing.
    std::string reason() const;
};

/// Where a plugin's library is.
using LibraryLookup = std::function<std::filesystem::path(const std::string& plugin)>;

/// The outside world of a run.
///
/// Lifetime: all of it outlives the run.
struct RunWorld {
    ProcessSpawner& spawner;
    const Clock& clock;
    RunObserver& observer;
    RunJournal& journal;
    /// Of all that tasks print and say.
    const Redactor& redactor;
    ReadSecret read_secret;
    StopSignals& stop;
    /// What the providers' HTTP client and `read_secret` give up at. Set when the run is over and nobody waits for
    /// them.
    const Event& give_up;
};

/// Runs a job's tasks: each when what it needs has ended, so many at once as the job allows, in one thread.
/// \throws CommandError if no provider can be chosen for a task, before anything runs; std::system_error.
RunResult run_job(const RunRequest& request, const std::vector<NamedProvider>& providers, const LibraryLookup& library,
                  const AttemptSettings& settings, const RunWorld& world);

/// `20260301T060000.123Z-3f9a2c`: sorts by time. \throws std::system_error if the system has no randomness.
std::string make_run_id(Clock::CalendarTime now);

}  // namespace errand

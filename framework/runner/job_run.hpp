#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/stop_signals.hpp"
#include "runner/attempt_settings.hpp"
#include "runner/provider_choice.hpp"
#include "runner/run_request.hpp"
#include "runner/run_result.hpp"

namespace errand {

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

}  // namespace errand

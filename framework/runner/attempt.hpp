#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "auth/provider.hpp"
#include "base/event.hpp"
#include "base/process_spawner.hpp"
#include "base/redactor.hpp"
#include "base/stop_signals.hpp"
#include "protocol/messages.hpp"
#include "runner/attempt_result.hpp"
#include "runner/first_credentials.hpp"
#include "runner/run_observer.hpp"

namespace errand {

/// What holds for every attempt of a run.
struct AttemptSettings {
    /// The errand-task program.
    std::filesystem::path task_program;
    /// Where each attempt gets a working directory of its own.
    std::filesystem::path work_directory;
    /// `NAME=value` each: all that the task finds in its environment.
    std::vector<std::string> environment;
    HttpLimits http;
    /// Of all processes of an attempt together, in bytes.
    std::int64_t memory_limit = std::int64_t{1} << 30;
    /// Of what an attempt prints and logs, in bytes; a line on its standard error counts as 64 more.
    std::int64_t output_limit = std::int64_t{64} << 20;
    /// For tasks that name none. Zero means none.
    std::chrono::milliseconds time_limit{0};
    /// Between asking a task to end and ending it.
    std::chrono::milliseconds grace{10'000};
};

/// What one attempt is about.
struct AttemptRequest {
    const TaskDefinition& task;
    RunFacts run;
    std::filesystem::path library;
    /// Null for a task that declares no scopes.
    TokenProvider* provider = nullptr;
};

/// The outside world of an attempt.
struct AttemptWorld {
    ProcessSpawner& spawner;
    const Clock& clock;
    RunObserver& observer;
    /// Of all that the task prints and says.
    const Redactor& redactor;
    ReadSecret read_secret;
    StopSignals& stop;
    /// What the providers' HTTP client and `read_secret` give up at. Set when an attempt ends while it waits for them.
    const Event& give_up;
};

/// Runs a task once, in a process tree of its own of which nothing is left afterwards.
/// \throws std::system_error if the process or its working directory cannot be made.
AttemptResult run_attempt(const AttemptRequest& request, const AttemptSettings& settings, const AttemptWorld& world);

}  // namespace errand

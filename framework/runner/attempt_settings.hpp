#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "auth/provider.hpp"
#include "base/process_spawner.hpp"
#include "base/redactor.hpp"
#include "protocol/messages.hpp"
#include "runner/background_work.hpp"
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
///
/// Lifetime: what it refers to outlives the attempt.
struct AttemptRequest {
    const TaskDefinition& task;
    RunFacts run;
    std::filesystem::path library;
    /// Null for a task that declares no scopes.
    TokenProvider* provider = nullptr;
};

/// The outside world of an attempt, which outlives it.
struct AttemptWorld {
    ProcessSpawner& spawner;
    const Clock& clock;
    RunObserver& observer;
    /// For grants and secrets, which may take long.
    BackgroundWork& background;
    /// Of all that the task prints and says.
    const Redactor& redactor;
    const ReadSecret& read_secret;
};

}  // namespace errand

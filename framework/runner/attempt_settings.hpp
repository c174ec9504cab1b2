#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "auth/provider.hpp"
#include "base/process_spawner.hpp"
#include "base/redactor.hpp"
#include "protocol/messages.hpp"
#include "runner/background_work.hpp"
#include "runner/first_credentials.hpp"
#include "runner/run_journal.hpp"
#include "runner/run_observer.hpp"

namespace errand {

/// What holds for every attempt of a run.
struct AttemptSettings {
    /// The errand-task program.
    std::filesystem::path task_program;
    /// Where each attempt gets a working directory of its own.
    std::filesystem::path work_directory;
    /// Where what each attempt prints and logs is kept; nowhere when empty.
    std::filesystem::path log_directory;
    /// What every task finds in its environment.
    std::map<std::string, std::string> environment;
    HttpLimits http;
    /// These three are for tasks that have none of their own. A time limit of zero means none.
    ResourceLimits limits;
    std::chrono::milliseconds time_limit{0};
    std::chrono::milliseconds grace{10'000};
};

/// What one attempt is about.
///
/// Lifetime: what it refers to outlives the attempt.
struct AttemptRequest {
    /// With nothing open.
    const TaskDefinition& task;
    /// Beside that of AttemptSettings, and before it.
    std::map<std::string, std::string> environment;
    RunFacts run;
    std::filesystem::path library;
    /// Null for a task that declares no scopes.
    TokenProvider* provider = nullptr;
    /// What an earlier attempt kept.
    std::optional<Value> checkpoint = {};
};

/// The outside world of an attempt, which outlives it.
struct AttemptWorld {
    ProcessSpawner& spawner;
    const Clock& clock;
    RunObserver& observer;
    RunJournal& journal;
    /// For grants and secrets, which may take long.
    BackgroundWork& background;
    /// Of all that the task prints and says.
    const Redactor& redactor;
    const ReadSecret& read_secret;
};

}  // namespace errand

#pragma once

#include <variant>

#include "store/run_record.hpp"

namespace errand {

/// A task is at work, be it that its attempts are yet to come.
struct TaskBegan {
    TaskKey key;
    StoreTime at;
    /// The item itself, of a task for one; no secret may be in it.
    std::optional<Value> item = {};
};

/// A task is over. Without a TaskBegan before it: it never began, as one that is skipped.
struct TaskEnded {
    TaskKey key;
    /// As the run's report names it: `succeeded`, `timed_out`, `skipped`.
    std::string state;
    /// One line for people.
    std::string message;
    StoreTime at;
    /// A map, or null. No secret may be in it.
    Value outputs;
};

struct AttemptBegan {
    TaskKey key;
    /// From 1.
    int attempt = 1;
    StoreTime at;
};

struct AttemptEnded {
    TaskKey key;
    int attempt = 1;
    std::string state;
    std::string message;
    StoreTime at;
    /// In bytes. Zero when it is not known.
    std::int64_t peak_memory = 0;
};

/// A state that a task keeps, in place of an older one, for whoever tries it again. No secret may be in it.
struct CheckpointSaved {
    TaskKey key;
    Value state;
    StoreTime at;
    /// As in TaskBegan.
    std::optional<Value> item = {};
};

/// The run is over. What of it is still open in the store becomes lost.
struct RunEnded {
    /// A final state.
    RunState state = RunState::succeeded;
    /// One line for people.
    std::string reason;
    StoreTime at;
    int exit_code = 0;
};

/// Something that happened in a run.
using Change = std::variant<TaskBegan, TaskEnded, AttemptBegan, AttemptEnded, CheckpointSaved, RunEnded>;

}  // namespace errand

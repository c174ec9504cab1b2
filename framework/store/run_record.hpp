#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "errand/value.hpp"

namespace errand {

/// UTC. The store keeps milliseconds; what is finer is cut.
using StoreTime = Clock::CalendarTime;

enum class RunState {
    /// Waits for another run, or for a place in a pool.
    queued,
    running,
    succeeded,
    failed,
    timed_out,
    cancelled,
    /// Not begun, since another run was in the way.
    skipped,
    /// Its supervisor died without a word.
    lost,
};

/// `timed_out`, as reports and the store have it.
std::string_view to_string(RunState state);
/// Nothing for a word that is none of them.
std::optional<RunState> run_state(std::string_view word);
/// Whether the run is over: it is neither queued nor running.
bool is_final(RunState state);

struct CancelRequest {
    StoreTime at;
    /// Who asked, as people read it: `ada on beamline-3`, `run 20260301T060000Z-3f9a2c, which replaces it`.
    std::string by;
};

/// Whether a text may be the id of a run: 1 to 64 letters, digits, `.`, `-` and `_`, not beginning with `.`. So it is
/// also the name of a file, and of no other directory.
bool is_run_id(std::string_view text);

/// What the store knows of a run.
struct RunRecord {
    std::string id;
    std::string job;
    /// Nothing: by hand, without a slot.
    std::optional<StoreTime> scheduled_for;
    RunState state = RunState::queued;
    /// One line for people: what a queued run waits for, why a run was skipped, failed or lost. Empty while it runs.
    std::string reason;
    /// Rises from each run of the store to the next, also where the clock was set back in between.
    StoreTime queued_at;
    std::optional<StoreTime> began_at;
    std::optional<StoreTime> ended_at;
    /// What `errand run` ended with. Nothing before, and for a lost run.
    std::optional<int> exit_code;
    /// For people.
    std::string host_name;
    /// For unfinished_runs(): on the host with this key it can be seen whether the run's supervisor is alive.
    std::string host_key;
    /// What started it: `cron`, `scheduler`, `by hand`, as the caller named it.
    std::string trigger;
    /// Never holds a secret.
    Value parameters;
    /// The run that this one does over.
    std::optional<std::string> retry_of;
    std::optional<CancelRequest> cancel_requested;
};

/// A task of a run; each item of a `foreach` has one of its own.
struct TaskKey {
    std::string task;
    /// From 0. Nothing: the task as a whole.
    std::optional<std::int64_t> item;

    auto operator<=>(const TaskKey&) const = default;  // NOLINT(modernize-use-nullptr): there is none
};

/// Of a task that is or was at work, or will not be.
struct TaskRecord {
    TaskKey key;
    /// `running`, `lost`, or what TaskEnded said.
    std::string state;
    /// One line for people.
    std::string message;
    /// Nothing for a task that was never begun.
    std::optional<StoreTime> began_at;
    std::optional<StoreTime> ended_at;
    /// A map; null when it has put out nothing.
    Value outputs;
    /// Of a task for an item: the item.
    std::optional<Value> item = {};
};

/// What a task kept for whoever tries it again.
struct CheckpointRecord {
    TaskKey key;
    Value state;
    /// Of a task for an item: the item.
    std::optional<Value> item = {};
};

struct AttemptRecord {
    TaskKey key;
    /// From 1.
    int attempt = 1;
    /// `running`, `lost`, or what AttemptEnded said.
    std::string state;
    /// One line for people.
    std::string message;
    StoreTime began_at;
    std::optional<StoreTime> ended_at;
    /// Of its largest process, in bytes. Zero when it is not known.
    std::int64_t peak_memory = 0;
};

}  // namespace errand

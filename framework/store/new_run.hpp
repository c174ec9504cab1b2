#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "job/overlap.hpp"
#include "store/run_record.hpp"

namespace errand {

/// A pool of places that runs share, on whatever host.
struct Pool {
    std::string name;
    /// How many runs may be in it at once, as this run has it. At least 1.
    std::int64_t size = 1;
};

/// A run that wants to begin.
struct NewRun {
    /// Never used before. Sorts by time, byte for byte: queued runs start in this order.
    std::string id;
    std::string job;
    /// The slot. Nothing: it has none.
    std::optional<StoreTime> scheduled_for;
    Overlap overlap = Overlap::skip;
    /// It needs a place in each of them, while it runs.
    std::vector<Pool> pools;
    std::string host_name;
    std::string host_key;
    std::string trigger;
    /// No secret may be in it.
    Value parameters;
    /// The graph, for show; given back as it is by Store::definition().
    Value definition;
    /// A run that this one does over, and which is over itself. It has that one's slot then, and what tasks that did
    /// not succeed there have kept.
    std::optional<std::string> retry_of;
    /// Not if another run did that one over before, however it ended.
    bool is_only_retry = false;
    /// The tasks that are not done over where they succeeded in that run, nor are their items.
    std::vector<std::string> kept_tasks;
};

/// What became of the wish to begin.
struct Admission {
    enum class Answer {
        /// The run is recorded as running: go ahead.
        started,
        /// Recorded as queued: ask Store::try_start() now and then.
        queued,
        /// Recorded as skipped: it is over, and uses its slot up. Nothing is recorded of one that does another run
        /// over: that can be done later.
        skipped,
        /// Another run has the slot. Nothing is recorded.
        slot_taken,
        /// It waited, and is to be cancelled. It does not start any more; record its end.
        cancelled,
        /// It waited, and is over: somebody took it for lost.
        over,
    };

    Answer answer = Answer::started;
    /// The run that is in the way or has the slot. Empty when there is none.
    std::string other_run;
    /// One line for people, empty for started: `run 20260301T060000Z-3f9a2c of this job is still running`.
    std::string reason;
};

}  // namespace errand

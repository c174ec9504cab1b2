#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/change.hpp"
#include "store/new_run.hpp"
#include "store/run_record.hpp"
#include "store/store_error.hpp"
#include "store/store_location.hpp"

namespace errand {

/// Which runs Store::history() gives.
struct HistoryFilter {
    /// Empty: of all jobs.
    std::string job;
    /// Empty: in any state.
    std::vector<RunState> states;
    /// By when they were queued; `until` is not among them.
    std::optional<StoreTime> since;
    std::optional<StoreTime> until;
    /// Only those older than this run, to read on after the last one of a page. Empty: from the newest.
    std::string before;
    /// At most kLargestPage.
    std::size_t limit = 100;

    static constexpr std::size_t kLargestPage = 10'000;
};

/// What Store::prune() keeps. Nothing given: everything.
struct Retention {
    /// Since their end.
    std::optional<std::chrono::milliseconds> max_age;
    /// Of each job, the newest.
    std::optional<std::size_t> max_runs_per_job;
};

/// The memory that runs of all processes and hosts share: which there were, what became of them, and which may begin.
///
/// What a writing call did is there for all others once it returns, and after a crash of the machine too where the call
/// says "durable". All times are from the caller or from the clock that the store was opened with.
/// Text is kept as it is, but for what is not UTF-8 and for NUL, which become U+FFFD, and for more than 64 KiB of it,
/// of which the rest becomes `…`. Values are kept as JSON.
///
/// Every member throws StoreUnusable, StoreBusy, and StoreUnreachable where there is a server; asking again after these
/// two is always safe. Waits for other processes that write: a minute in a file, as many runs that begin at once may
/// need; 10 s at a server. Thread-safety: for one thread at a time. Any number of stores may be open in the same place,
/// in one process, several, or, with PostgreSQL, on several hosts. A store must not be used after fork() in the child.
class Store {
public:
    virtual ~Store() = default;

    /// Claims the slot, looks at what is in the way, and records the run, in one step that no other process comes
    /// between. Durable. A slot is claimed by one run, forever: also if that run is skipped, lost or removed. A run
    /// that does another one over begins with what that had done; two never do the same one over at once. Asked again
    /// with the same run, it answers as the first time, or as it stands now. \throws StoreUnusable also if the id is
    /// that of another run, or is_run_id() takes it for none.
    virtual Admission begin_run(const NewRun& run) = 0;
    /// Starts a queued run if nothing is in its way any more; nothing is written when there is. Durable. Queued runs
    /// start in the order of their ids: one that others wait behind for the same pool goes first, unless it is to be
    /// cancelled or still waits for its job. So one whose supervisor died holds others up until it is marked lost.
    virtual Admission try_start(const std::string& run) = 0;

    /// Records all or nothing. Twice is as good as once. Durable if the run's end or a checkpoint is among it; else it
    /// survives a crash of errand, but not always one of the machine.
    /// A run that ends after it was taken for lost has ended as it says: its supervisor knows better.
    /// \throws StoreUnusable if there is no such run
    virtual void record(const std::string& run, std::span<const Change> changes) = 0;

    /// Durable. False when the run is over, or there is none. The first request stays.
    virtual bool request_cancel(const std::string& run, const std::string& by) = 0;
    /// Costs one look at one row, and may be asked every second.
    virtual std::optional<CancelRequest> cancel_request(const std::string& run) = 0;

    /// The queued and running runs of a host, oldest first, at most HistoryFilter::kLargestPage.
    virtual std::vector<RunRecord> unfinished_runs(const std::string& host_key) = 0;
    /// Ends a run, and what of it is open, as lost. Durable. False when it is over already, or there is none.
    virtual bool mark_lost(const std::string& run, const std::string& reason) = 0;

    /// Newest first.
    virtual std::vector<RunRecord> history(const HistoryFilter& filter) = 0;
    /// The newest run of a job, or the newest in this state.
    virtual std::optional<RunRecord> last_run(const std::string& job, std::optional<RunState> state = {}) = 0;
    /// By its id, or a beginning of it that no other run has.
    /// \throws StoreError (usage) naming some of those that begin like it
    virtual std::optional<RunRecord> find_run(const std::string& id_or_beginning) = 0;
    /// NewRun::definition. Null when there is no such run.
    virtual Value definition(const std::string& run) = 0;
    /// In the order in which they were begun or passed over, at most kMostRows.
    virtual std::vector<TaskRecord> tasks(const std::string& run) = 0;
    /// In the order in which they began, at most kMostRows.
    virtual std::vector<AttemptRecord> attempts(const std::string& run) = 0;
    /// At most kMostRows.
    virtual std::vector<CheckpointRecord> checkpoints(const std::string& run) = 0;
    /// The newest run that does this one over.
    virtual std::optional<RunRecord> retry_of(const std::string& run) = 0;

    /// Removes what need not be kept, and gives the ids, so that their files can be removed after them. Never a run
    /// that is not over. Slots stay claimed.
    virtual std::vector<std::string> prune(const Retention& retention) = 0;
    /// Removes these runs, but for those that are not over; gives the ids of those that it removed.
    virtual std::vector<std::string> remove(std::span<const std::string> runs) = 0;
    /// Those of these runs that are not, or no more, in the store.
    virtual std::vector<std::string> unknown_runs(std::span<const std::string> runs) = 0;

    /// What is wrong with the store, a line each, at most 100. None: its form is whole, nothing is open in a run that
    /// is over, and no two runs of a job are under way that exclude each other.
    virtual std::vector<std::string> check_integrity() = 0;

    static constexpr std::size_t kMostRows = 100'000;
};

/// What is found where a store is.
struct StoreCondition {
    /// False: there is none yet, and opening it makes it.
    bool is_there = false;
    /// False: it has an older form, and opening it brings it up to date.
    bool is_current = false;
    /// As Store::check_integrity() tells it; of one in an older form only what the database itself finds.
    std::vector<std::string> damage;
};

/// Looks at a store, and makes and changes none. Reads all of it.
/// \throws as open_store() does
StoreCondition look_at_store(const StoreLocation& location);

/// Opens a store. Makes it, for its user alone, if it is not there, and brings an older form up to date.
/// Lifetime: `clock` outlives the store.
/// \throws StoreTooNew; StoreUnusable, also for an SQLite file on a network file system or open to others, and when a
/// module is not there; StoreBusy; StoreUnreachable; StoreError (configuration) for a place that makes no sense.
std::unique_ptr<Store> open_store(const StoreLocation& location, const Clock& clock);

}  // namespace errand

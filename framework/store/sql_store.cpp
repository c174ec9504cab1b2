#include "store/sql_store.hpp"

#include "errand/json.hpp"
#include "store/admission.hpp"
#include "store/columns.hpp"
#include "store/integrity.hpp"
#include "store/pruning.hpp"
#include "store/queries.hpp"
#include "store/run_changes.hpp"
#include "store/run_rows.hpp"

namespace errand {

/// What stands in the store and cannot be read was written by somebody else.
template <class Read>
auto SqlStore::reading(Read read) {
    try {
        return read(*database_);
    } catch (const Error& error) {
        throw StoreUnusable(database_->name() + " holds something that no errand wrote: " + error.what());
    }
}

template <class Write>
auto SqlStore::writing(Durability durability, Write write) {
    return reading([&](Database& database) {
        Transaction transaction(database, durability);
        auto result = write(database);
        transaction.commit();
        return result;
    });
}

Admission SqlStore::begin_run(const NewRun& run) {
    return writing(Durability::machine, [&](Database& database) {
        database.exclude_others();
        return admit(database, run, clock_.now());
    });
}

Admission SqlStore::try_start(const std::string& run) {
    // Most of the time it cannot start yet: that costs no lock.
    const Admission outlook = reading([&](Database& database) { return admit_queued(database, run, std::nullopt); });
    if (outlook.answer != Admission::Answer::started) return outlook;
    return writing(Durability::machine, [&](Database& database) {
        database.exclude_others();
        return admit_queued(database, run, clock_.now());
    });
}

void SqlStore::record(const std::string& run, std::span<const Change> changes) {
    writing(durability_of(changes), [&](Database& database) {
        apply_changes(database, run, changes);
        return true;
    });
}

bool SqlStore::request_cancel(const std::string& run, const std::string& by) {
    return writing(Durability::machine,
                   [&](Database& database) { return errand::request_cancel(database, run, by, clock_.now()); });
}

std::optional<CancelRequest> SqlStore::cancel_request(const std::string& run) {
    return reading([&](Database& database) { return errand::cancel_request(database, run); });
}

std::vector<RunRecord> SqlStore::unfinished_runs(const std::string& host_key) {
    return reading([&](Database& database) { return errand::unfinished_runs(database, host_key); });
}

bool SqlStore::mark_lost(const std::string& run, const std::string& reason) {
    return writing(Durability::machine,
                   [&](Database& database) { return errand::mark_lost(database, run, reason, clock_.now()); });
}

std::vector<RunRecord> SqlStore::history(const HistoryFilter& filter) {
    return reading([&](Database& database) {
        const SqlQuery query = history_query(filter);
        return run_records(database.execute(query.sql, query.values));
    });
}

std::optional<RunRecord> SqlStore::last_run(const std::string& job, std::optional<RunState> state) {
    HistoryFilter newest;
    newest.job = job;
    newest.limit = 1;
    if (state) newest.states = {*state};
    const auto runs = history(newest);
    return runs.empty() ? std::nullopt : std::optional(runs[0]);
}

std::optional<RunRecord> SqlStore::find_run(const std::string& id_or_beginning) {
    return reading([&](Database& database) { return errand::find_run(database, id_or_beginning); });
}

Value SqlStore::definition(const std::string& run) {
    return reading([&](Database& database) { return errand::definition(database, run); });
}

std::vector<TaskRecord> SqlStore::tasks(const std::string& run) {
    return reading([&](Database& database) { return errand::tasks(database, run); });
}

std::vector<AttemptRecord> SqlStore::attempts(const std::string& run) {
    return reading([&](Database& database) { return errand::attempts(database, run); });
}

std::vector<CheckpointRecord> SqlStore::checkpoints(const std::string& run) {
    return reading([&](Database& database) { return errand::checkpoints(database, run); });
}

std::optional<RunRecord> SqlStore::retry_of(const std::string& run) {
    return reading([&](Database& database) { return newest_retry(database, run); });
}

std::vector<std::string> SqlStore::prune(const Retention& retention) {
    return reading([&](Database& database) { return errand::prune(database, retention, clock_.now()); });
}

std::vector<std::string> SqlStore::remove(std::span<const std::string> runs) {
    return reading([&](Database& database) { return remove_runs(database, runs); });
}

std::vector<std::string> SqlStore::unknown_runs(std::span<const std::string> runs) {
    return reading([&](Database& database) { return errand::unknown_runs(database, runs); });
}

std::vector<std::string> SqlStore::check_integrity() {
    return reading([&](Database& database) { return errand::check_integrity(database); });
}

}  // namespace errand

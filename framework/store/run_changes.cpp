#include "store/run_changes.hpp"

#include <algorithm>

#include "store/admission.hpp"
#include "store/columns.hpp"
#include "store/run_rows.hpp"
#include "store/store_error.hpp"

namespace errand {

namespace {

/// `now`, as the parameter `place` has it, but not before `began`, should the clock have been set back since.
std::string end_of(const std::string& began, const std::string& place) {
    return "ended_at = CASE WHEN " + began + " > " + place + " THEN " + began + " ELSE " + place + " END";
}

void close_what_is_open(Database& database, const std::string& run, StoreTime now) {
    for (const char* table : {"tasks", "attempts"})
        database.execute(std::string("UPDATE ") + table + " SET state = 'lost', " + end_of("began_at", "$1") +
                             " WHERE run_id = $2 AND ended_at IS NULL",
                         {column(now), column(run)});
}

/// Writes changes of one run. Each may have been written before: what began is not begun again, what ended ends the
/// same.
class ChangeWriter {
public:
    ChangeWriter(Database& database, const std::string& run) : database_(database), run_(run) {}

    void operator()(const TaskBegan& change) const {
        database_.execute(
            "INSERT INTO tasks (run_id, task, item, state, message, began_at, outputs, item_value)"
            " VALUES ($1, $2, $3, 'running', '', $4, 'null', $5) ON CONFLICT DO NOTHING",
            {column(run_), column(change.key.task), item_column(change.key), column(change.at),
             item_value_column(change.item)});
    }
    void operator()(const TaskEnded& change) const {
        database_.execute(
            "INSERT INTO tasks (run_id, task, item, state, message, ended_at, outputs)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (run_id, task, item) DO UPDATE SET"
            " state = excluded.state, message = excluded.message, ended_at = excluded.ended_at,"
            " outputs = excluded.outputs",
            {column(run_), column(change.key.task), item_column(change.key), column(change.state),
             column(change.message), column(change.at), column(change.outputs)});
    }
    void operator()(const AttemptBegan& change) const {
        database_.execute(
            "INSERT INTO attempts (run_id, task, item, attempt, state, message, began_at, peak_memory)"
            " VALUES ($1, $2, $3, $4, 'running', '', $5, 0) ON CONFLICT DO NOTHING",
            {column(run_), column(change.key.task), item_column(change.key), std::int64_t{change.attempt},
             column(change.at)});
    }
    void operator()(const AttemptEnded& change) const {
        database_.execute(
            "UPDATE attempts SET state = $1, message = $2, ended_at = $3, peak_memory = $4"
            " WHERE run_id = $5 AND task = $6 AND item = $7 AND attempt = $8",
            {column(change.state), column(change.message), column(change.at), change.peak_memory, column(run_),
             column(change.key.task), item_column(change.key), std::int64_t{change.attempt}});
    }
    void operator()(const CheckpointSaved& change) const {
        database_.execute(
            "INSERT INTO checkpoints (run_id, task, item, state, saved_at, item_value) VALUES ($1, $2, $3, $4, $5, $6)"
            " ON CONFLICT (run_id, task, item) DO UPDATE SET state = excluded.state, saved_at = excluded.saved_at,"
            " item_value = excluded.item_value",
            {column(run_), column(change.key.task), item_column(change.key), column(change.state), column(change.at),
             item_value_column(change.item)});
    }
    void operator()(const RunEnded& change) const {
        close_what_is_open(database_, run_, change.at);
        database_.execute(
            "UPDATE runs SET state = $1, reason = $2, ended_at = $3, exit_code = $4"
            " WHERE id = $5 AND (ended_at IS NULL OR state = 'lost')",
            {column(to_string(change.state)), column(change.reason), column(change.at), std::int64_t{change.exit_code},
             column(run_)});
        leave_pools(database_, run_);
    }

private:
    Database& database_;
    const std::string& run_;
};

}  // namespace

void apply_changes(Database& database, const std::string& run, std::span<const Change> changes) {
    require_run(database, run);
    const ChangeWriter writer(database, run);
    for (const Change& change : changes) std::visit(writer, change);
}

Durability durability_of(std::span<const Change> changes) {
    const bool is_to_stay = std::any_of(changes.begin(), changes.end(), [](const Change& change) {
        return std::holds_alternative<RunEnded>(change) || std::holds_alternative<CheckpointSaved>(change);
    });
    return is_to_stay ? Durability::machine : Durability::process;
}

bool request_cancel(Database& database, const std::string& run, const std::string& by, StoreTime now) {
    database.execute(
        "UPDATE runs SET cancel_requested_at = $1, cancel_requested_by = $2"
        " WHERE id = $3 AND ended_at IS NULL AND cancel_requested_at IS NULL",
        {column(now), column(by), column(run)});
    return !database.execute("SELECT 1 FROM runs WHERE id = $1 AND ended_at IS NULL", {column(run)}).empty();
}

bool mark_lost(Database& database, const std::string& run, const std::string& reason, StoreTime now) {
    const auto marked = database.execute("UPDATE runs SET state = 'lost', reason = $1, " +
                                             end_of("coalesce(began_at, queued_at)", "$2") +
                                             " WHERE id = $3 AND ended_at IS NULL RETURNING id",
                                         {column(reason), column(now), column(run)});
    if (marked.empty()) return false;
    close_what_is_open(database, run, now);
    leave_pools(database, run);
    return true;
}

}  // namespace errand

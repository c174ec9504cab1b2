#include "store/run_rows.hpp"

#include "errand/json.hpp"
#include "store/store_error.hpp"
#include "store/text.hpp"

namespace errand {

namespace {

/// Of a task as a whole: part of a primary key, which cannot be NULL.
constexpr std::int64_t kNoItem = -1;

RunState state_of(const SqlColumn& column) {
    if (const auto state = run_state(text(column))) return *state;
    throw ValueError("expected a state of runs, found '" + text(column) + "'");
}

}  // namespace

std::string run_id(const SqlColumn& column) {
    if (is_run_id(text(column))) return *column;
    throw ValueError("expected the id of a run, found '" + text(column) + "'");
}

const char* const kSelectRun =
    "SELECT id, job, scheduled_for, state, reason, queued_at, began_at, ended_at, exit_code, host_name, host_key, "
    "started_by, parameters, retry_of, cancel_requested_at, cancel_requested_by FROM runs ";

RunRecord run_record(const SqlRow& row) {
    RunRecord run;
    run.id = run_id(row[0]);
    run.job = text(row[1]);
    run.scheduled_for = optional_time(row[2]);
    run.state = state_of(row[3]);
    run.reason = text(row[4]);
    run.queued_at = time(row[5]);
    run.began_at = optional_time(row[6]);
    run.ended_at = optional_time(row[7]);
    if (row[8]) run.exit_code = static_cast<int>(integer(row[8]));
    run.host_name = text(row[9]);
    run.host_key = text(row[10]);
    run.trigger = text(row[11]);
    run.parameters = json(row[12]);
    if (row[13]) run.retry_of = run_id(row[13]);
    run.cancel_requested = cancel_request_of(row[14], row[15]);
    return run;
}

std::vector<RunRecord> run_records(const std::vector<SqlRow>& rows) {
    std::vector<RunRecord> runs;
    for (const SqlRow& row : rows) runs.push_back(run_record(row));
    return runs;
}

std::optional<CancelRequest> cancel_request_of(const SqlColumn& at, const SqlColumn& by) {
    if (!at) return std::nullopt;
    return CancelRequest{time(at), by.value_or("")};
}

void require_run(Database& database, const std::string& run) {
    if (database.execute("SELECT 1 FROM runs WHERE id = $1", {column(run)}).empty())
        throw StoreUnusable(database.name() + " has no run '" + run + "'");
}

SqlValue item_column(const TaskKey& key) { return key.item.value_or(kNoItem); }

SqlValue item_value_column(const std::optional<Value>& item) {
    if (!item) return {};
    std::string json = to_json(*item);
    return json.size() > kLongestText ? SqlValue() : SqlValue(std::move(json));
}

std::optional<Value> item_value(const SqlColumn& column) { return column ? std::optional(json(column)) : std::nullopt; }

TaskKey task_key(const SqlColumn& task, const SqlColumn& item) {
    const std::int64_t number = integer(item);
    return {text(task), number == kNoItem ? std::nullopt : std::optional(number)};
}

}  // namespace errand

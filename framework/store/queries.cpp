#include "store/queries.hpp"

#include <algorithm>

#include "store/columns.hpp"
#include "store/run_rows.hpp"

namespace errand {

namespace {

SqlValue limit_column(std::size_t limit) { return static_cast<std::int64_t>(limit); }

/// The conditions of a statement, as they come together.
class Conditions {
public:
    /// `$` in `condition` is where the value stands.
    void add(std::string condition, SqlValue value) {
        begin();
        condition.replace(condition.find('$'), 1, bound(std::move(value)));
        query_.sql += condition + ' ';
    }
    void add_any(const std::string& name, const std::vector<RunState>& states) {
        begin();
        std::string places;
        for (const RunState state : states) places += (places.empty() ? "" : ", ") + bound(column(to_string(state)));
        query_.sql += name + " IN (" + places + ") ";
    }
    /// The place of a value.
    std::string bound(SqlValue value) {
        query_.values.push_back(std::move(value));
        return "$" + std::to_string(query_.values.size());
    }
    const SqlQuery& query() const { return query_; }

private:
    void begin() { query_.sql += query_.sql.empty() ? "WHERE " : "AND "; }

    SqlQuery query_;
};

/// The first text that comes behind all that begin with `beginning`. Nothing if there is no such text.
std::optional<std::string> behind(std::string beginning) {
    constexpr char kLast = '\x7E';  // Ids are of printable ASCII.
    if (beginning.empty() ||
        std::any_of(beginning.begin(), beginning.end(), [](char c) { return c <= ' ' || c >= kLast; }))
        return std::nullopt;
    ++beginning.back();
    return beginning;
}

[[noreturn]] void refuse_ambiguous(const std::string& beginning, const std::vector<RunRecord>& runs) {
    std::string names;
    for (const RunRecord& run : runs) names += (names.empty() ? "" : ", ") + run.id;
    throw StoreError(ExitCode::usage, "several runs begin with '" + beginning + "': " + names +
                                          (runs.size() > 2 ? ", …" : "") + "; give more of the id");
}

}  // namespace

SqlQuery history_query(const HistoryFilter& filter) {
    Conditions conditions;
    if (!filter.job.empty()) conditions.add("job = $", column(filter.job));
    // An equation, not a list of one, lets the index of states give the order, too.
    if (filter.states.size() == 1) conditions.add("state = $", column(to_string(filter.states[0])));
    if (filter.states.size() > 1) conditions.add_any("state", filter.states);
    if (filter.since) conditions.add("queued_at >= $", column(filter.since));
    if (filter.until) conditions.add("queued_at < $", column(filter.until));
    if (!filter.before.empty())
        conditions.add("(queued_at, id) < (SELECT queued_at, id FROM runs WHERE id = $)", column(filter.before));
    const std::string limit = conditions.bound(limit_column(std::min(filter.limit, HistoryFilter::kLargestPage)));
    return {kSelectRun + conditions.query().sql + "ORDER BY queued_at DESC, id DESC LIMIT " + limit,
            conditions.query().values};
}

std::optional<CancelRequest> cancel_request(Database& database, const std::string& run) {
    const auto rows =
        database.execute("SELECT cancel_requested_at, cancel_requested_by FROM runs WHERE id = $1", {column(run)});
    return rows.empty() ? std::nullopt : cancel_request_of(rows[0][0], rows[0][1]);
}

std::vector<RunRecord> unfinished_runs(Database& database, const std::string& host_key) {
    return run_records(
        database.execute(std::string(kSelectRun) + "WHERE ended_at IS NULL AND host_key = $1 ORDER BY id LIMIT $2",
                         {column(host_key), limit_column(HistoryFilter::kLargestPage)}));
}

std::optional<RunRecord> find_run(Database& database, const std::string& id_or_beginning) {
    const auto whole = database.execute(std::string(kSelectRun) + "WHERE id = $1", {column(id_or_beginning)});
    if (!whole.empty()) return run_record(whole[0]);
    const auto end = behind(id_or_beginning);
    if (!end) return std::nullopt;
    const auto runs =
        run_records(database.execute(std::string(kSelectRun) + "WHERE id >= $1 AND id < $2 ORDER BY id LIMIT 3",
                                     {column(id_or_beginning), column(*end)}));
    if (runs.size() > 1) refuse_ambiguous(id_or_beginning, runs);
    return runs.empty() ? std::nullopt : std::optional(runs[0]);
}

Value definition(Database& database, const std::string& run) {
    const auto rows = database.execute("SELECT definition FROM runs WHERE id = $1", {column(run)});
    return rows.empty() ? Value() : json(rows[0][0]);
}

std::vector<TaskRecord> tasks(Database& database, const std::string& run) {
    std::vector<TaskRecord> tasks;
    for (const SqlRow& row : database.execute(
             "SELECT task, item, state, message, began_at, ended_at, outputs, item_value FROM tasks WHERE run_id = $1"
             " ORDER BY coalesce(began_at, ended_at), task, item LIMIT $2",
             {column(run), limit_column(Store::kMostRows)}))
        tasks.push_back({task_key(row[0], row[1]), text(row[2]), text(row[3]), optional_time(row[4]),
                         optional_time(row[5]), json(row[6]), item_value(row[7])});
    return tasks;
}

std::vector<CheckpointRecord> checkpoints(Database& database, const std::string& run) {
    std::vector<CheckpointRecord> checkpoints;
    for (const SqlRow& row :
         database.execute("SELECT task, item, state, item_value FROM checkpoints WHERE run_id = $1 LIMIT $2",
                          {column(run), limit_column(Store::kMostRows)}))
        checkpoints.push_back({task_key(row[0], row[1]), json(row[2]), item_value(row[3])});
    return checkpoints;
}

std::optional<RunRecord> newest_retry(Database& database, const std::string& run) {
    const auto rows =
        database.execute(std::string(kSelectRun) + "WHERE retry_of = $1 ORDER BY id DESC LIMIT 1", {column(run)});
    return rows.empty() ? std::nullopt : std::optional(run_record(rows[0]));
}

std::vector<AttemptRecord> attempts(Database& database, const std::string& run) {
    std::vector<AttemptRecord> attempts;
    for (const SqlRow& row :
         database.execute("SELECT task, item, attempt, state, message, began_at, ended_at, peak_memory FROM attempts"
                          " WHERE run_id = $1 ORDER BY began_at, task, item, attempt LIMIT $2",
                          {column(run), limit_column(Store::kMostRows)}))
        attempts.push_back({task_key(row[0], row[1]), static_cast<int>(integer(row[2])), text(row[3]), text(row[4]),
                            time(row[5]), optional_time(row[6]), integer(row[7])});
    return attempts;
}

}  // namespace errand

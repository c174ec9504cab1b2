#include "store/retries.hpp"

#include "store/columns.hpp"
#include "store/queries.hpp"
#include "store/run_rows.hpp"

namespace errand {

std::optional<std::string> reason_not_to_retry(Database& database, const NewRun& run) {
    const std::string& earlier = run.retry_of.value();
    require_run(database, earlier);
    const auto open = database.execute(
        "SELECT id, state FROM runs WHERE ended_at IS NULL AND (id = $1 OR retry_of = $1) ORDER BY id LIMIT 1",
        {column(earlier)});
    if (!open.empty()) {
        const std::string& id = text(open[0][0]);
        return "run " + id + (id == earlier ? " is still " : ", which does it over, is still ") + text(open[0][1]);
    }
    if (!run.is_only_retry) return std::nullopt;
    const auto before = newest_retry(database, earlier);
    return before ? std::optional("run " + before->id + " did it over") : std::nullopt;
}

void take_over(Database& database, const NewRun& run, StoreTime now) {
    for (const std::string& task : run.kept_tasks)
        database.execute(
            "INSERT INTO tasks (run_id, task, item, state, message, ended_at, outputs, item_value)"
            " SELECT $1, task, item, state,"
            " CASE WHEN began_at IS NULL THEN message ELSE 'done by run ' || run_id END, CAST($2 AS BIGINT), outputs, "
            "item_value"
            " FROM tasks WHERE run_id = $3 AND task = $4 AND state = 'succeeded' ON CONFLICT DO NOTHING",
            {column(run.id), column(now), column(run.retry_of), column(task)});
    database.execute(
        "INSERT INTO checkpoints (run_id, task, item, state, saved_at, item_value)"
        " SELECT $1, c.task, c.item, c.state, c.saved_at, c.item_value FROM checkpoints c"
        " WHERE c.run_id = $2 AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.run_id = c.run_id AND t.task = c.task"
        " AND t.item = c.item AND t.state = 'succeeded') ON CONFLICT DO NOTHING",
        {column(run.id), column(run.retry_of)});
}

}  // namespace errand

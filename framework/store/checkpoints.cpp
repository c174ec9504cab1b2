#include "store/checkpoints.hpp"

#include "errand/json.hpp"
#include "store/columns.hpp"
#include "store/run_rows.hpp"
#include "store/store_error.hpp"
#include "store/text.hpp"

namespace errand {

void save_checkpoint(Database& database, const std::string& run, const TaskKey& key, const Value& state,
                     StoreTime now) {
    const std::string json = to_json(state);
    if (json.size() > kLongestText)
        throw StoreUnusable("the checkpoint of task '" + key.task + "' has " + std::to_string(json.size()) +
                            " bytes as JSON; " + database.name() + " keeps up to " + std::to_string(kLongestText) +
                            ": keep a name or a number, and the rest in a file");
    require_run(database, run);
    database.execute(
        "INSERT INTO checkpoints (run_id, task, item, state, saved_at) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (run_id, task, item) DO UPDATE SET state = excluded.state, saved_at = excluded.saved_at",
        {column(run), column(key.task), item_column(key), json, column(now)});
}

std::optional<Value> find_checkpoint(Database& database, const std::string& run, const TaskKey& key) {
    // The number keeps a store that says in a circle what is done over from holding up a run.
    const auto rows = database.execute(
        "WITH RECURSIVE chain (id, retry_of, depth) AS ("
        "SELECT id, retry_of, 0 FROM runs WHERE id = $1"
        " UNION ALL SELECT r.id, r.retry_of, c.depth + 1 FROM chain c JOIN runs r ON r.id = c.retry_of"
        " WHERE c.depth < 1000)"
        " SELECT p.state FROM chain c JOIN checkpoints p ON p.run_id = c.id"
        " WHERE p.task = $2 AND p.item = $3 ORDER BY c.depth LIMIT 1",
        {column(run), column(key.task), item_column(key)});
    if (rows.empty()) return std::nullopt;
    return json(rows[0][0]);
}

}  // namespace errand

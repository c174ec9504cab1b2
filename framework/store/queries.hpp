#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.hpp"
#include "store/store.hpp"

namespace errand {

/// A statement with what is bound to it.
struct SqlQuery {
    std::string sql;
    std::vector<SqlValue> values;
};

/// Store::history(), as a statement of the columns that run_records() reads.
SqlQuery history_query(const HistoryFilter& filter);

/// The Store's members of the same names.
std::optional<CancelRequest> cancel_request(Database& database, const std::string& run);
std::vector<RunRecord> unfinished_runs(Database& database, const std::string& host_key);
std::optional<RunRecord> find_run(Database& database, const std::string& id_or_beginning);
Value definition(Database& database, const std::string& run);
std::vector<TaskRecord> tasks(Database& database, const std::string& run);
std::vector<AttemptRecord> attempts(Database& database, const std::string& run);
std::vector<CheckpointRecord> checkpoints(Database& database, const std::string& run);
/// Store::retry_of().
std::optional<RunRecord> newest_retry(Database& database, const std::string& run);

}  // namespace errand

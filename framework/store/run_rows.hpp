#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/columns.hpp"
#include "store/database.hpp"
#include "store/run_record.hpp"

namespace errand {

/// `SELECT … FROM runs`, with the columns that run_record() reads; a WHERE may follow.
extern const char* const kSelectRun;

/// \throws ValueError for what is_run_id() does not take: ids lead to files.
std::string run_id(const SqlColumn& column);
RunRecord run_record(const SqlRow& row);
std::vector<RunRecord> run_records(const std::vector<SqlRow>& rows);

/// From the columns of when and by whom.
std::optional<CancelRequest> cancel_request_of(const SqlColumn& at, const SqlColumn& by);

/// \throws StoreUnusable if there is no such run
void require_run(Database& database, const std::string& run);

/// The column of TaskKey::item.
SqlValue item_column(const TaskKey& key);
/// The column `item_value`: NULL for no item, and for one that is too large to be kept, which is as good as another.
SqlValue item_value_column(const std::optional<Value>& item);
std::optional<Value> item_value(const SqlColumn& column);
/// From the columns `task` and `item`.
TaskKey task_key(const SqlColumn& task, const SqlColumn& item);

}  // namespace errand

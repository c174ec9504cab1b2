#pragma once

#include <optional>
#include <string>

#include "store/database.hpp"
#include "store/run_record.hpp"

namespace errand {

/// Store::save_checkpoint(), for a transaction.
void save_checkpoint(Database& database, const std::string& run, const TaskKey& key, const Value& state, StoreTime now);
/// Store::find_checkpoint().
std::optional<Value> find_checkpoint(Database& database, const std::string& run, const TaskKey& key);

}  // namespace errand

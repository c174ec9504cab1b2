#pragma once

#include <span>
#include <string>

#include "store/change.hpp"
#include "store/database.hpp"

namespace errand {

/// What changes a run after it has begun. All of it is for a transaction.

/// Store::record().
void apply_changes(Database& database, const std::string& run, std::span<const Change> changes);
/// How much of what apply_changes() does must survive.
Durability durability_of(std::span<const Change> changes);

/// Store::request_cancel().
bool request_cancel(Database& database, const std::string& run, const std::string& by, StoreTime now);
/// Store::mark_lost().
bool mark_lost(Database& database, const std::string& run, const std::string& reason, StoreTime now);

}  // namespace errand

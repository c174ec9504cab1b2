#pragma once

#include <span>
#include <string>
#include <vector>

#include "store/database.hpp"
#include "store/store.hpp"

namespace errand {

/// Store::prune(). Removes in steps of a few hundred, so that other processes wait for none long.
std::vector<std::string> prune(Database& database, const Retention& retention, StoreTime now);
/// Store::remove().
std::vector<std::string> remove_runs(Database& database, std::span<const std::string> runs);
/// Store::unknown_runs().
std::vector<std::string> unknown_runs(Database& database, std::span<const std::string> runs);

}  // namespace errand

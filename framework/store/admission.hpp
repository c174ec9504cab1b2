#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.hpp"
#include "store/new_run.hpp"

namespace errand {

/// Who may begin. All of it is for a transaction that excludes others, but for what only reads.

/// Store::begin_run().
Admission admit(Database& database, const NewRun& run, StoreTime now);
/// Store::try_start(), if `now` is given; else only what it would answer, with nothing written.
Admission admit_queued(Database& database, const std::string& run, std::optional<StoreTime> now);
/// Takes a run that is over out of the pools.
void leave_pools(Database& database, const std::string& run);

}  // namespace errand

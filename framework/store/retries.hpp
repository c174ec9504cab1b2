#pragma once

#include <optional>
#include <string>

#include "store/database.hpp"
#include "store/new_run.hpp"

namespace errand {

/// What a run that does another one over begins with. All of it is for the transaction that it begins in.

/// Why `run` cannot do the one over that it is a retry of; nothing: it can.
/// \throws StoreUnusable if there is no such run
std::optional<std::string> reason_not_to_retry(Database& database, const NewRun& run);
/// Copies into the run what succeeded of the tasks that it keeps, and what the others, as far as they did not succeed,
/// had kept. So it never has to look back: the other may be removed, and whoever does this one over finds all of it
/// here, however early this one ends.
void take_over(Database& database, const NewRun& run, StoreTime now);

}  // namespace errand

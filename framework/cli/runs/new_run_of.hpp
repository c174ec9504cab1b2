#pragma once

#include <string>

#include "cli/run_records.hpp"
#include "config/settings.hpp"
#include "runner/run_request.hpp"
#include "store/store.hpp"

namespace errand {

/// The id of a run that is about to begin. It sorts after those of the runs that are there, also where the clock was
/// set back since they came. \throws StoreError
std::string next_run_id(Store& store, const Clock& clock);

/// A run as it asks the store whether it may begin.
NewRun new_run(const RunRequest& request, const Settings& settings, const RunRecords& places);

/// Whether the last run of the job that was neither skipped nor cancelled did not succeed.
/// \throws StoreError
bool has_failed_before(Store& store, const std::string& job);

}  // namespace errand

#pragma once

#include <string>
#include <vector>

#include "errand/value.hpp"
#include "runner/run_request.hpp"
#include "store/run_record.hpp"

namespace errand {

/// What was run, for the run's record: the graph, which `errand show` draws, the job's file, and where its secret
/// parameters were.
Value definition_of(const RunRequest& request);

/// For `--json`: times in UTC.
Value to_value(const RunRecord& run);
Value to_value(const RunRecord& run, const std::vector<TaskRecord>& tasks, const std::vector<AttemptRecord>& attempts);

/// "copy", or "copy[3]" for an item of it.
std::string display_name(const TaskKey& key);

}  // namespace errand

#pragma once

#include <string>
#include <vector>

#include "errand/value.hpp"
#include "job/job_definition.hpp"
#include "store/run_record.hpp"

namespace errand {

/// The graph of a job, for a run's record: what `errand show` draws.
Value definition_of(const JobDefinition& job);

/// For `--json`: times in UTC.
Value to_value(const RunRecord& run);
Value to_value(const RunRecord& run, const std::vector<TaskRecord>& tasks, const std::vector<AttemptRecord>& attempts);

/// "copy", or "copy[3]" for an item of it.
std::string display_name(const TaskKey& key);

}  // namespace errand

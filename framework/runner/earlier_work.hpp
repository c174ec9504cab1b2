#pragma once

#include <map>
#include <optional>
#include <span>

#include "errand/value.hpp"
#include "job/job_definition.hpp"
#include "runner/attempt_result.hpp"
#include "store/run_record.hpp"

namespace errand {

/// What a run that does another one over need not do again, and what its tasks have kept.
///
/// What was about an item of a list counts for the same item at the same place only.
class EarlierWork {
public:
    /// None.
    EarlierWork() = default;
    /// Of the records with which the run begins.
    EarlierWork(std::span<const TaskRecord> tasks, std::span<const CheckpointRecord> checkpoints);

    /// What came of a task, or of an item of one, that has succeeded.
    std::optional<AttemptResult> result(const TaskDefinition& task) const;
    std::optional<Value> checkpoint(const TaskDefinition& task) const;

private:
    std::map<TaskKey, TaskRecord> tasks_;
    std::map<TaskKey, CheckpointRecord> checkpoints_;
};

}  // namespace errand

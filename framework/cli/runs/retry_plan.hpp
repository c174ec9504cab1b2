#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/runs/opened_records.hpp"
#include "config/given_parameters.hpp"

namespace errand {

/// How a run is done over.
struct RetryPlan {
    /// The run's id.
    std::string run;
    std::filesystem::path job_file;
    GivenParameters parameters;
    std::optional<StoreTime> scheduled_for;
    /// What the run's tasks were (`definition_of()`), and became.
    Value definition;
    std::vector<TaskRecord> tasks;
    /// What succeeded is kept, but for this task, unless it is empty, and what needs it.
    bool is_partial = false;
    std::string from = {};
    /// Not if the run was done over before: since it was planned, say.
    bool is_only_retry = false;
};

/// What `options` ask for, oldest first.
/// \throws CommandError (usage) if there is no such run, or it is not over
std::vector<RetryPlan> plan_retries(OpenedRecords& records, const RetryOptions& options);

/// The tasks whose success in that run counts, be it only of some of their items: none of those that the job has in
/// another way now, or that need one that is done over.
/// \throws CommandError (usage) if the job has no task to begin from
std::vector<std::string> kept_tasks(const RetryPlan& plan, const JobDefinition& job);

}  // namespace errand

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "errand/task_description.hpp"
#include "errand/value.hpp"
#include "job/retry_rule.hpp"
#include "job/scope.hpp"
#include "schedule/cron_expression.hpp"

namespace errand {

/// When a job is due. Acted on by cron or a scheduler, not by a run.
struct Schedule {
    CronExpression cron;
    /// IANA name.
    std::string timezone;
};

/// What must have become of the tasks that a task needs for it to begin.
enum class When {
    /// All have succeeded.
    success,
    /// One has not succeeded, or was skipped since another had not.
    failure,
    /// All have ended, or been skipped.
    always,
};

/// One step of a job, checked against what its plugin describes.
struct TaskDefinition {
    std::string name;
    /// `uses: <plugin>.<type>`
    std::string plugin;
    std::string type;
    /// Complete: defaults filled in, durations in milliseconds, sizes in bytes, paths absolute.
    Value::Map parameters;
    /// Where those are that are secret: a reference each, as config/secret_reference.hpp has them.
    Value::Map secrets;
    /// What the task type described, with the templates in its scopes filled in, or what the job names instead.
    std::vector<ScopeDescription> scopes;
    /// What it may have beyond these when a service asks for it. The task's, or else the job's.
    std::vector<Scope> allow_scopes;
    /// What the task type described, with the templates filled in, or the part of it that the job keeps.
    FileAccess files;
    /// The provider named by the task, or else by the job. Nothing: the only one that fits.
    std::optional<std::string> provider;
    /// The names of other tasks of the job, which come before this one in JobDefinition::tasks.
    std::vector<std::string> needs;
    When when = When::success;
    RetryRule retry;
    /// Per attempt. Nothing: the configuration's.
    std::optional<std::chrono::milliseconds> time_limit;
};

/// A job file's meaning. One that exists is valid: nothing downstream checks again.
struct JobDefinition {
    std::string name;
    std::string description;
    std::optional<Schedule> schedule;
    /// At least one, with different names, each after those that it needs.
    std::vector<TaskDefinition> tasks;
    /// How many tasks may run at once; at least one.
    std::size_t max_parallel = 4;
    /// Of the whole run. Nothing: none.
    std::optional<std::chrono::milliseconds> time_limit;
};

}  // namespace errand

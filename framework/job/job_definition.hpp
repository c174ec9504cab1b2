#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "errand/task_description.hpp"
#include "errand/value.hpp"
#include "expression/expression.hpp"
#include "expression/text_template.hpp"
#include "expression/value_template.hpp"
#include "job/open_task.hpp"
#include "job/overlap.hpp"
#include "job/resource_limits.hpp"
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

/// When in a run a task has its turn.
enum class Stage {
    /// The job's work.
    tasks,
    /// After it, by how it ended: when all has succeeded, when something has not, and when all has succeeded while the
    /// last run had not.
    on_success,
    on_failure,
    on_recovery,
    /// At the end, however it ended, also of a run that was cancelled.
    always,
};

/// One task for each item of a list.
struct ForEach {
    ValueTemplate items;
    /// How many at once; zero: as many as the job allows.
    std::size_t max_parallel = 0;
    /// Those of the task type; each is collected in a list.
    std::vector<std::string> outputs;
};

/// One of these items.
struct TaskItem {
    /// Its place in the list, from 0.
    std::size_t index = 0;
    Value value;
};

/// A parameter of a job, given when it is run.
struct JobParameter {
    ParameterDescription description;
    /// Of a secret one: where it is when nothing else is given, as config/secret_reference.hpp has it. Null: nowhere.
    Value secret_default;
};

/// One step of a job, checked against what its plugin describes.
struct TaskDefinition {
    std::string name;
    /// `uses: <plugin>.<type>`
    std::string plugin;
    std::string type;
    /// Complete but for what is open: defaults filled in, durations in milliseconds, sizes in bytes, paths absolute.
    Value::Map parameters;
    /// Where those are that are secret: a reference each, as config/secret_reference.hpp has them, or `{param: name}`
    /// for that of the job's secret parameter.
    Value::Map secrets;
    /// What depends on expressions. Nothing: all is known. Then `scopes` and `files` are not filled in yet.
    std::optional<OpenTask> open;
    /// What the task type described, with the templates in its scopes filled in, or what the job names instead.
    std::vector<ScopeDescription> scopes;
    /// What it may have beyond these when a service asks for it. The task's, or else the job's.
    std::vector<Scope> allow_scopes;
    /// What the task type described, with the templates filled in, or the part of it that the job keeps.
    FileAccess files;
    /// The provider named by the task, or else by the job. Nothing: the only one that fits.
    std::optional<std::string> provider;
    Stage stage = Stage::tasks;
    /// The names of other tasks of its stage, which come before this one in JobDefinition::tasks.
    std::vector<std::string> needs;
    When when = When::success;
    /// It is skipped where this is false.
    std::optional<Expression> condition;
    std::optional<ForEach> for_each;
    /// Of a task for one item.
    std::optional<TaskItem> item;
    RetryRule retry;
    /// Per attempt. Nothing: the configuration's, as for the next two.
    std::optional<std::chrono::milliseconds> time_limit;
    /// Between asking an attempt to end and ending it.
    std::optional<std::chrono::milliseconds> grace;
    ResourceLimits limits;
    /// What it finds in its environment beside the few variables that every task has; nothing in place of a value: that
    /// of errand's own variable, if there is one.
    std::map<std::string, std::optional<TextTemplate>> environment;
    /// Where it starts, and may write. Nothing: in a directory of its own, which is removed afterwards.
    std::optional<std::filesystem::path> working_directory;
};

/// "copy", or "copy[3]" for an item of it.
std::string display_name(const TaskDefinition& task);

/// A job file's meaning. One that exists is valid: nothing downstream checks again.
struct JobDefinition {
    std::string name;
    std::string description;
    std::optional<Schedule> schedule;
    std::vector<JobParameter> parameters;
    Overlap overlap = Overlap::skip;
    /// How often a run that was lost is done over.
    std::size_t retry_lost = 0;
    /// The pools of the configuration in which a run needs a place.
    std::vector<std::string> pools;
    /// At least one, with different names, in the order of their stages, each after those that it needs.
    std::vector<TaskDefinition> tasks;
    /// How many tasks may run at once; at least one.
    std::size_t max_parallel = 4;
    /// Of the whole run. Nothing: none.
    std::optional<std::chrono::milliseconds> time_limit;
};

}  // namespace errand

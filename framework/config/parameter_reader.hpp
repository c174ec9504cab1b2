#pragma once

#include <optional>

#include <map>
#include <string>
#include <vector>

#include "config/document.hpp"
#include "config/problems.hpp"
#include "config/template_reader.hpp"
#include "errand/task_description.hpp"
#include "job/job_definition.hpp"

namespace errand {

/// The parameters of a task.
struct TaskParameters {
    Value::Map values;
    /// Where those are that are secret, as TaskDefinition::secrets has it.
    Value::Map secrets;
    /// Those that hold expressions.
    std::map<std::string, ValueTemplate> open;
};

/// What parameters are read with.
///
/// Lifetime: all of it outlives the call that gets it.
struct ParameterContext {
    Problems& problems;
    TemplateReader& templates;
    /// Of the job: a secret one of a task may be one of these.
    const std::vector<JobParameter>& job_parameters;
};

/// Checks what a task is given `with` against what its type describes, and fills in the defaults. `with` is null when
/// the task has none; `task` is where missing parameters are reported then. Lines that may hold secrets are hidden.
TaskParameters read_parameters(const Node* with, const Node& task, const TaskDescription& description,
                               const ParameterContext& context);

/// Reads a parameter that holds no expression. Nothing, and a problem, where it does not fit its description.
std::optional<Value> read_parameter(const Node& node, const ParameterDescription& parameter, Problems& problems);

}  // namespace errand

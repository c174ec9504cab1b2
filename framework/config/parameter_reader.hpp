#pragma once

#include <filesystem>

#include "config/document.hpp"
#include "config/problems.hpp"
#include "errand/task_description.hpp"

namespace errand {

/// The parameters of a task.
struct TaskParameters {
    Value::Map values;
    /// Where those are that are secret, as read_secret_reference() has it.
    Value::Map secrets;
};

/// Checks what a task is given `with` against what its type describes, and fills in the defaults. `with` is null when
/// the task has none; `task` is where missing parameters are reported then; paths are relative to `directory`. Lines
/// that may hold secrets are hidden.
TaskParameters read_parameters(const Node* with, const Node& task, const TaskDescription& description,
                               const std::filesystem::path& directory, const Document& document, Problems& problems);

}  // namespace errand

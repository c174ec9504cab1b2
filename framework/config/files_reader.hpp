#pragma once

#include <string>

#include "config/document.hpp"
#include "config/problems.hpp"
#include "errand/task_description.hpp"

namespace errand {

/// Reads a task's `files`: `none`, or the part of what its type declares that the task is to have.
/// \param task_type for messages, as `uses` has it
/// \param declared with its templates filled in
FileAccess read_files(const Node& node, const std::string& task_type, const FileAccess& declared, Problems& problems);

}  // namespace errand

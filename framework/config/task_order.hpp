#pragma once

#include <vector>

#include "config/document.hpp"
#include "config/problems.hpp"
#include "job/job_definition.hpp"

namespace errand {

/// The tasks in an order in which each comes after those that it needs, and otherwise as they stand in the file. Names
/// that several tasks have, needs that are not there, and tasks that need each other are problems.
/// \param nodes where each task stands
std::vector<TaskDefinition> in_order(std::vector<TaskDefinition> tasks, const std::vector<Node>& nodes,
                                     Problems& problems);

}  // namespace errand

#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "config/reference_check.hpp"

namespace errand {

/// The tasks in an order in which each comes after those that it needs, and otherwise as they stand in the file. Names
/// that several tasks have, needs that are not there, and tasks that need each other are problems; none is given then
/// where there is no order.
/// \param earlier the tasks of an earlier stage, which cannot be needed
/// \param names of all tasks so far, with their places; those of these tasks are added
std::vector<ReadTask> in_order(std::vector<ReadTask> tasks, const std::vector<ReadTask>& earlier,
                               std::map<std::string, std::size_t>& names, Problems& problems);

}  // namespace errand

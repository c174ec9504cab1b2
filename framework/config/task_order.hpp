#pragma once

#include <vector>

#include "config/reference_check.hpp"

namespace errand {

/// The tasks in an order in which each comes after those that it needs, and otherwise as they stand in the file. Names
/// that several tasks have, needs that are not there, and tasks that need each other are problems; none is given then
/// where there is no order.
std::vector<ReadTask> in_order(std::vector<ReadTask> tasks, Problems& problems);

}  // namespace errand

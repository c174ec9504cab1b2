#pragma once

#include <string>

#include "store/run_record.hpp"

namespace errand {

/// A bar of `width` characters for the time between `begin` and `end`: `=` where a task was at work, blanks elsewhere,
/// never without any `=`.
std::string timeline(StoreTime begin, StoreTime end, StoreTime task_began, StoreTime task_ended, std::size_t width);

}  // namespace errand

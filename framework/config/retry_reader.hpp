#pragma once

#include "config/document.hpp"
#include "config/problems.hpp"
#include "job/retry_rule.hpp"

namespace errand {

/// Reads a task's `retry`.
RetryRule read_retry(const Node& node, Problems& problems);

}  // namespace errand

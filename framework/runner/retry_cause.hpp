#pragma once

#include <optional>

#include "job/retry_rule.hpp"
#include "runner/attempt_result.hpp"

namespace errand {

/// Why an attempt that ended so may be worth another; nothing where another would end in the same way, or is not
/// wanted.
std::optional<RetryCause> retry_cause(const AttemptResult& result);

}  // namespace errand

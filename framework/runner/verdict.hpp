#pragma once

#include <optional>
#include <string>

#include "errand/outcome.hpp"
#include "protocol/messages.hpp"
#include "protocol/task_process.hpp"
#include "runner/attempt_result.hpp"

namespace errand {

/// How an attempt ended, and one line that says why.
struct Verdict {
    AttemptState state;
    std::string message;
    /// The task has failed without saying so itself.
    bool has_crashed = false;
};

/// On a task that ended by itself: by what it said, if it said anything, and by how its processes ended. A task that
/// left something running, or ended badly, has failed even if it says that it succeeded.
Verdict judge(const std::optional<Outcome>& outcome, const TaskProcess::End& end);

/// On a task that never began, as it could not be given a token.
Verdict verdict_on(const TokenRefusal& refusal);

}  // namespace errand

#pragma once

#include "errand/outcome.hpp"
#include "errand/task_context.hpp"
#include "errand/task_description.hpp"

namespace errand {

/// One task type of a plugin. A subclass also has `static errand::TaskDescription describe()`, which must not touch the
/// outside world: it is called when jobs are checked, too.
///
/// Lifetime: errand makes one object per attempt, in a process of its own, and calls run() once.
class Task {
public:
    virtual ~Task() = default;

    /// Does the work. An exception that leaves it ends the attempt: CredentialsRefused, ServiceUnreachable and
    /// Cancelled as what they say, any other as a failure with its message.
    ///
    /// Whatever the task started has to have ended when this returns: wait for child processes. Those that are left are
    /// ended, and the attempt has failed then.
    virtual Outcome run(TaskContext& context) = 0;
};

}  // namespace errand

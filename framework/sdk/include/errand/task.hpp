#pragma once

#include <string>

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

    /// What run() would do, for `errand run --dry-run`: "POST 214 bytes to https://api.example.org/items", several
    /// things in lines of their own. Empty: the task type does not say.
    ///
    /// It sends nothing and changes nothing: it gets no token, "***" in place of each secret, and may read the files
    /// that the task type declares, but write none. Called at most once, on an object that run() is not called of. An
    /// exception that leaves it is shown as what would keep the task from doing its work.
    virtual std::string preview([[maybe_unused]] const TaskFacts& facts) const { return {}; }
};

}  // namespace errand

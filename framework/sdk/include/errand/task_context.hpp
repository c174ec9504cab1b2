#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "errand/access_token_authorizer.hpp"
#include "errand/http_client.hpp"
#include "errand/task_facts.hpp"
#include "errand/value.hpp"

namespace errand {

/// How far a task has come. `total` is 0 while it is not known.
struct Progress {
    std::int64_t done = 0;
    std::int64_t total = 0;
    /// What is being counted, such as "endpoints".
    std::string what;
};

enum class LogLevel { debug, info, warning, error };

/// All that a task gets from errand and all that it gives back, for one attempt.
///
/// Thread-safety: all members may be called concurrently, but output() is one stream that its users must share.
/// Lifetime: valid until Task::run() returns, with everything obtained from it.
class TaskContext : public TaskFacts {
public:
    /// Signs requests to `resource_server`; to the first of resource_servers() when empty.
    /// \throws Error if neither the task type declares scopes there nor the job names any.
    virtual AccessTokenAuthorizer& authorizer(std::string_view resource_server = {}) = 0;
    virtual HttpClient& http() = 0;

    /// A line in the run's log. Control characters are made visible; very long lines are cut.
    virtual void log(LogLevel level, std::string_view message) = 0;
    /// What the task prints; goes to the standard output of `errand run`.
    virtual std::ostream& output() = 0;
    /// Sets one of the outputs that the task type declares; the last value counts.
    /// \throws Error if the task type declares no such output.
    virtual void set_output(std::string_view name, Value value) = 0;
    virtual void report_progress(const Progress& progress) = 0;

    /// Keeps a small state of this task, such as the id under which it is about to submit something, so that whoever
    /// tries the task again finds it. It is on the disk when this returns: what must happen once only is done after
    /// that, and can be asked for by what was kept. Each call replaces what was kept before; texts in it are redacted.
    /// \throws ServiceUnreachable when it cannot be kept for now: let it pass, and the task may be tried again;
    /// ValueError for more than kLargestCheckpoint bytes of JSON.
    virtual void save_checkpoint(const Value& state) = 0;
    /// What save_checkpoint() kept last: in this attempt, in an earlier one, or in the run that this one does over
    /// where the task did not succeed there. Nothing: it kept nothing yet.
    virtual std::optional<Value> checkpoint() const = 0;
    static constexpr std::size_t kLargestCheckpoint = std::size_t{64} << 10;

    /// True once the run wants the task to end. What is left of the grace time is for cleaning up.
    virtual bool is_cancelled() const = 0;
    /// Waits, but not beyond a cancellation.
    /// \throws Cancelled when the run wants the task to end.
    virtual void sleep_for(std::chrono::milliseconds duration) = 0;
};

}  // namespace errand

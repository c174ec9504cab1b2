#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "errand/parameters.hpp"

namespace errand {

/// Which run this is.
struct RunFacts {
    std::string job;
    std::string task;
    std::string run_id;
    /// 1 for the first.
    int attempt = 1;
    /// The slot the run was scheduled for; nothing for a run by hand.
    std::optional<std::chrono::system_clock::time_point> scheduled_for;
};

/// What is known of a task before it runs.
///
/// Thread-safety: all members may be called concurrently. Lifetime: valid until the call returns that it was given to,
/// with everything obtained from it.
class TaskFacts {
public:
    virtual ~TaskFacts() = default;

    virtual const Parameters& parameters() const = 0;
    /// Where the task has tokens for: the resource servers that the task type declares, then those that only the job
    /// names, in `scopes`.
    virtual std::vector<std::string> resource_servers() const = 0;
    /// The base URL, with a final slash, of a service of the task's provider: `transfer`, `groups`, … for Globus.
    /// \throws Error if the provider knows no such service.
    virtual std::string service_url(std::string_view service) const = 0;
    virtual const RunFacts& run() const = 0;
};

}  // namespace errand

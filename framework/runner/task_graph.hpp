#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "job/job_definition.hpp"
#include "runner/attempt_result.hpp"

namespace errand {

/// Which tasks may begin, as others end. It runs none itself.
///
/// Thread-safety: none. Lifetime: the definitions outlive it.
class TaskGraph {
public:
    /// \param tasks each after those that it needs
    explicit TaskGraph(std::span<const TaskDefinition> tasks);

    /// What is to be done with a task.
    struct Step {
        /// Its index.
        std::size_t task;
        /// Why it is skipped; nothing: it begins.
        std::optional<std::string> skipped_since;
    };

    /// The first of the tasks whose needs have all ended. Nothing while there is none.
    std::optional<Step> next();
    /// A task has ended that next() had begin.
    void end(std::size_t task, AttemptState state);
    /// None begins any more: all that have not begun are skipped.
    void stop(std::string why) { stopped_since_ = std::move(why); }

    bool is_over() const { return open_ == 0; }

private:
    enum class Fate { open, succeeded, failed, skipped_after_failure, skipped };

    struct Node {
        std::vector<std::size_t> needs;
        std::vector<std::size_t> dependents;
        std::size_t open_needs = 0;
        Fate fate = Fate::open;
    };

    std::optional<std::string> reason_to_skip(std::size_t task) const;
    bool follows_failure(std::size_t task) const;
    void close(std::size_t task, Fate fate);

    const std::span<const TaskDefinition> tasks_;
    std::vector<Node> nodes_;
    std::set<std::size_t> ready_;
    std::size_t open_;
    std::optional<std::string> stopped_since_;
};

}  // namespace errand

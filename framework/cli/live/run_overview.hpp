#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "errand/task_context.hpp"
#include "job/job_definition.hpp"
#include "runner/attempt_result.hpp"

namespace errand {

/// A task that is under way, an item of one, or a task whose items are.
struct TaskUnderWay {
    /// "copy", or "copy[3]" for an item of it.
    std::string name;
    bool is_item = false;
    /// From 1: the one that is made, or waited for. 0 of a task whose items are under way.
    int attempt = 0;
    int most_attempts = 1;
    /// When that attempt began.
    Clock::SteadyTime began;
    /// When it will, while it is waited for.
    std::optional<Clock::SteadyTime> begins;
    /// What the task reported last, in this attempt; of one with items, how many of them have ended.
    std::optional<Progress> progress;
    /// Of those, how many did not succeed.
    std::size_t bad_items = 0;
};

/// How many tasks a run has, and what became of them; one for the items of a list counts as one.
struct TaskCounts {
    std::size_t all = 0;
    std::size_t succeeded = 0;
    std::size_t skipped = 0;
    /// Ended in any other way.
    std::size_t failed = 0;
};

/// How far a run is: put together from what its observer is told.
class RunOverview {
public:
    /// So many tasks are to come, besides those that were known.
    void expect_tasks(std::size_t count) { counts_.all += count; }
    void items_begin(const TaskDefinition& task, std::size_t count, Clock::SteadyTime now);
    void attempt_started(const TaskDefinition& task, int attempt, Clock::SteadyTime now);
    /// The next attempt after `attempt` begins at a time to come.
    void retry_planned(const TaskDefinition& task, int attempt, Clock::SteadyTime begins);
    void progressed(const TaskDefinition& task, const Progress& progress);
    /// Of a task, or an item of one, whether it was under way or not.
    void task_ended(const TaskDefinition& task, AttemptState state);

    /// In the order in which they began, but for items, which follow their task.
    const std::vector<TaskUnderWay>& under_way() const { return under_way_; }
    const TaskCounts& counts() const { return counts_; }

private:
    using Place = std::vector<TaskUnderWay>::iterator;

    Place find(const std::string& name);
    /// Where it is, or has been put now.
    TaskUnderWay& place_of(const TaskDefinition& task);
    void item_ended(const TaskDefinition& task, AttemptState state);

    std::vector<TaskUnderWay> under_way_;
    TaskCounts counts_;
};

}  // namespace errand

#include "runner/task_graph.hpp"

#include <algorithm>
#include <map>

namespace errand {

TaskGraph::TaskGraph(std::span<const TaskDefinition> tasks) : tasks_(tasks), nodes_(tasks.size()), open_(tasks.size()) {
    std::map<std::string_view, std::size_t> places;
    for (std::size_t task = 0; task < tasks.size(); ++task) {
        for (const std::string& need : tasks[task].needs) {
            const std::size_t needed = places.at(need);
            nodes_[task].needs.push_back(needed);
            nodes_[needed].dependents.push_back(task);
        }
        nodes_[task].open_needs = tasks[task].needs.size();
        if (tasks[task].needs.empty()) ready_.insert(task);
        places.emplace(tasks[task].name, task);
    }
}

std::optional<TaskGraph::Step> TaskGraph::next() {
    if (ready_.empty()) return std::nullopt;
    const std::size_t task = *ready_.begin();
    ready_.erase(ready_.begin());
    auto reason = reason_to_skip(task);
    if (reason) close(task, follows_failure(task) ? Fate::skipped_after_failure : Fate::skipped);
    return Step{task, std::move(reason)};
}

void TaskGraph::end(std::size_t task, AttemptState state) {
    const bool is_skipped = state == AttemptState::skipped;
    close(task, state == AttemptState::succeeded ? Fate::succeeded : is_skipped ? Fate::skipped : Fate::failed);
}

std::optional<std::string> TaskGraph::reason_to_skip(std::size_t task) const {
    if (stopped_since_) return stopped_since_;
    const When when = tasks_[task].when;
    if (when == When::always) return std::nullopt;
    if (when == When::failure)
        return follows_failure(task) ? std::nullopt
                                     : std::optional<std::string>("not begun, since all that it needs has succeeded");
    const auto& needs = nodes_[task].needs;
    const auto lacking = std::find_if(needs.begin(), needs.end(),
                                      [this](std::size_t need) { return nodes_[need].fate != Fate::succeeded; });
    if (lacking == needs.end()) return std::nullopt;
    const bool has_failed = nodes_[*lacking].fate == Fate::failed;
    return "not begun, since task '" + tasks_[*lacking].name + (has_failed ? "' did not succeed" : "' was skipped");
}

bool TaskGraph::follows_failure(std::size_t task) const {
    const auto& needs = nodes_[task].needs;
    return std::any_of(needs.begin(), needs.end(), [this](std::size_t need) {
        return nodes_[need].fate == Fate::failed || nodes_[need].fate == Fate::skipped_after_failure;
    });
}

void TaskGraph::close(std::size_t task, Fate fate) {
    nodes_[task].fate = fate;
    --open_;
    for (const std::size_t dependent : nodes_[task].dependents)
        if (--nodes_[dependent].open_needs == 0) ready_.insert(dependent);
}

}  // namespace errand

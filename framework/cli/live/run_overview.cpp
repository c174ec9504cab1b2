#include "cli/live/run_overview.hpp"

#include <algorithm>
#include <cstdint>

namespace errand {

void RunOverview::items_begin(const TaskDefinition& task, std::size_t count, Clock::SteadyTime now) {
    TaskUnderWay& items = place_of(task);
    items.began = now;
    items.progress = Progress{0, static_cast<std::int64_t>(count), "items"};
}

void RunOverview::attempt_started(const TaskDefinition& task, int attempt, Clock::SteadyTime now) {
    TaskUnderWay& started = place_of(task);
    started.attempt = attempt;
    started.began = now;
    started.begins.reset();
}

void RunOverview::retry_planned(const TaskDefinition& task, int attempt, Clock::SteadyTime begins) {
    TaskUnderWay& waiting = place_of(task);
    waiting.attempt = attempt + 1;
    waiting.begins = begins;
    waiting.progress.reset();
}

void RunOverview::progressed(const TaskDefinition& task, const Progress& progress) {
    place_of(task).progress = progress;
}

void RunOverview::task_ended(const TaskDefinition& task, AttemptState state) {
    const Place ended = find(display_name(task));
    if (ended != under_way_.end()) under_way_.erase(ended);
    if (task.item) return item_ended(task, state);
    if (state == AttemptState::succeeded)
        ++counts_.succeeded;
    else if (state == AttemptState::skipped)
        ++counts_.skipped;
    else
        ++counts_.failed;
}

void RunOverview::item_ended(const TaskDefinition& task, AttemptState state) {
    const Place items = find(task.name);
    if (items == under_way_.end() || !items->progress) return;
    ++items->progress->done;
    if (state != AttemptState::succeeded) ++items->bad_items;
}

RunOverview::Place RunOverview::find(const std::string& name) {
    return std::find_if(under_way_.begin(), under_way_.end(), [&](const auto& task) { return task.name == name; });
}

TaskUnderWay& RunOverview::place_of(const TaskDefinition& task) {
    const std::string name = display_name(task);
    Place place = find(name);
    if (place != under_way_.end()) return *place;
    if (task.item && (place = find(task.name)) != under_way_.end())
        place = std::find_if_not(place + 1, under_way_.end(), [](const auto& other) { return other.is_item; });
    TaskUnderWay begun;
    begun.name = name;
    begun.is_item = task.item.has_value();
    begun.most_attempts = task.retry.attempts;
    return *under_way_.insert(place, std::move(begun));
}

}  // namespace errand

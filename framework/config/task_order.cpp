#include "config/task_order.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "base/suggestion.hpp"

namespace errand {

namespace {

using Places = std::map<std::string, std::size_t>;

/// The value of a key of a task that is known to have it.
const Node& value_of(const Node& task, std::string_view key) {
    const auto found =
        std::find_if(task.keys.begin(), task.keys.end(), [&](const Node& node) { return node.text == key; });
    return task.items[static_cast<std::size_t>(found - task.keys.begin())];
}

Places places_of(const std::vector<TaskDefinition>& tasks, const std::vector<Node>& nodes, Problems& problems) {
    Places places;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        if (tasks[i].name.empty()) continue;
        const auto [first, is_new] = places.emplace(tasks[i].name, i);
        if (is_new) continue;
        const std::size_t line = problems.source().position(value_of(nodes[first->second], "name").offset).line;
        problems.add(value_of(nodes[i], "name").offset,
                     "a second task named '" + tasks[i].name + "'; the first is in line " + std::to_string(line));
    }
    return places;
}

/// Drops what is not there, or there before.
void check_needs(TaskDefinition& task, const Node& node, const Places& places, Problems& problems) {
    std::vector<std::string> names;
    for (const auto& [name, place] : places)
        if (name != task.name) names.push_back(name);
    std::vector<std::string> needs;
    for (const Node& need : value_of(node, "needs").items) {
        if (need.kind != Node::Kind::scalar) continue;
        if (need.text == task.name)
            problems.add(need.offset, "a task cannot need itself");
        else if (!places.contains(need.text))
            problems.add(need.offset, "unknown task '" + need.text + "'" + suggestion(need.text, names));
        else if (std::find(needs.begin(), needs.end(), need.text) == needs.end())
            needs.push_back(need.text);
    }
    task.needs = std::move(needs);
}

/// The tasks of a cycle, each of which needs the next, and the first of them again at the end. `stuck` are those that
/// never come to be first.
std::vector<std::size_t> cycle_among(const std::set<std::size_t>& stuck, const std::vector<TaskDefinition>& tasks,
                                     const Places& places) {
    std::vector<std::size_t> path;
    std::size_t task = *stuck.begin();
    while (std::find(path.begin(), path.end(), task) == path.end()) {
        path.push_back(task);
        for (const std::string& need : tasks[path.back()].needs)
            if (stuck.contains(places.at(need))) task = places.at(need);
    }
    path.erase(path.begin(), std::find(path.begin(), path.end(), task));
    path.push_back(task);
    return path;
}

void report_cycle(const std::vector<std::size_t>& cycle, const std::vector<TaskDefinition>& tasks,
                  const std::vector<Node>& nodes, Problems& problems) {
    std::string text;
    for (const std::size_t task : cycle) text += (text.empty() ? "" : " needs ") + tasks[task].name;
    problems.add(value_of(nodes[cycle.front()], "needs").offset, "can never begin: " + text);
}

}  // namespace

std::vector<TaskDefinition> in_order(std::vector<TaskDefinition> tasks, const std::vector<Node>& nodes,
                                     Problems& problems) {
    const Places places = places_of(tasks, nodes, problems);
    std::set<std::size_t> open;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        if (!tasks[i].needs.empty()) check_needs(tasks[i], nodes[i], places, problems);
        open.insert(i);
    }
    std::vector<std::size_t> order;
    while (!open.empty()) {
        const auto is_ready = [&](std::size_t task) {
            return std::none_of(tasks[task].needs.begin(), tasks[task].needs.end(),
                                [&](const std::string& need) { return open.contains(places.at(need)); });
        };
        const auto next = std::find_if(open.begin(), open.end(), is_ready);
        if (next == open.end()) {
            report_cycle(cycle_among(open, tasks, places), tasks, nodes, problems);
            return tasks;
        }
        order.push_back(*next);
        open.erase(next);
    }
    std::vector<TaskDefinition> ordered;
    for (const std::size_t task : order) ordered.push_back(std::move(tasks[task]));
    return ordered;
}

}  // namespace errand

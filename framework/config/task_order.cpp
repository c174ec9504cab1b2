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

Places places_of(const std::vector<ReadTask>& tasks, std::map<std::string, std::size_t>& names, Problems& problems) {
    Places places;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        const std::string& name = tasks[i].definition.name;
        if (name.empty()) continue;
        places.emplace(name, i);
        const std::size_t offset = tasks[i].node->find("name")->offset;
        const auto [first, is_new] = names.emplace(name, offset);
        if (!is_new)
            problems.add(offset, "a second task named '" + name + "'; the first is at " +
                                     to_string(problems.sources().position(first->second)));
    }
    return places;
}

bool is_among(const std::vector<ReadTask>& tasks, const std::string& name) {
    return std::any_of(tasks.begin(), tasks.end(), [&](const ReadTask& task) { return task.definition.name == name; });
}

/// Drops what is not there, or there before.
void check_needs(ReadTask& read, const Places& places, const std::vector<ReadTask>& earlier, Problems& problems) {
    TaskDefinition& task = read.definition;
    std::vector<std::string> names;
    for (const auto& [name, place] : places)
        if (name != task.name) names.push_back(name);
    std::vector<std::string> needs;
    for (const Node& need : read.node->find("needs")->items) {
        if (need.kind != Node::Kind::scalar) continue;
        if (need.text == task.name)
            problems.add(need.offset, "a task cannot need itself");
        else if (is_among(earlier, need.text))
            problems.add(need.offset, "task '" + need.text + "' is over when this one begins, and cannot be needed");
        else if (!places.contains(need.text))
            problems.add(need.offset, "unknown task '" + need.text + "'" + suggestion(need.text, names));
        else if (std::find(needs.begin(), needs.end(), need.text) == needs.end())
            needs.push_back(need.text);
    }
    task.needs = std::move(needs);
}

/// The tasks of a cycle, each of which needs the next, and the first of them again at the end. `stuck` are those that
/// never come to be first.
std::vector<std::size_t> cycle_among(const std::set<std::size_t>& stuck, const std::vector<ReadTask>& tasks,
                                     const Places& places) {
    std::vector<std::size_t> path;
    std::size_t task = *stuck.begin();
    while (std::find(path.begin(), path.end(), task) == path.end()) {
        path.push_back(task);
        for (const std::string& need : tasks[path.back()].definition.needs)
            if (stuck.contains(places.at(need))) task = places.at(need);
    }
    path.erase(path.begin(), std::find(path.begin(), path.end(), task));
    path.push_back(task);
    return path;
}

void report_cycle(const std::vector<std::size_t>& cycle, const std::vector<ReadTask>& tasks, Problems& problems) {
    std::string text;
    for (const std::size_t task : cycle) text += (text.empty() ? "" : " needs ") + tasks[task].definition.name;
    problems.add(tasks[cycle.front()].node->find("needs")->offset, "can never begin: " + text);
}

}  // namespace

std::vector<ReadTask> in_order(std::vector<ReadTask> tasks, const std::vector<ReadTask>& earlier,
                               std::map<std::string, std::size_t>& names, Problems& problems) {
    const Places places = places_of(tasks, names, problems);
    std::set<std::size_t> open;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        if (!tasks[i].definition.needs.empty()) check_needs(tasks[i], places, earlier, problems);
        open.insert(i);
    }
    std::vector<ReadTask> ordered;
    while (!open.empty()) {
        const auto is_ready = [&](std::size_t task) {
            return std::none_of(tasks[task].definition.needs.begin(), tasks[task].definition.needs.end(),
                                [&](const std::string& need) { return open.contains(places.at(need)); });
        };
        const auto next = std::find_if(open.begin(), open.end(), is_ready);
        if (next == open.end()) {
            report_cycle(cycle_among(open, tasks, places), tasks, problems);
            return {};
        }
        ordered.push_back(std::move(tasks[*next]));
        open.erase(next);
    }
    return ordered;
}

}  // namespace errand

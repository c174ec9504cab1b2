#include "config/reference_check.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/suggestion.hpp"

namespace errand {

namespace {

using Names = std::vector<std::string>;

/// What the expressions of one task may name.
class TaskScope {
public:
    TaskScope(const ReadTask& task, const std::map<std::string, const ReadTask*>& before, const Names& all_tasks,
              const std::vector<JobParameter>& parameters)
        : task_(task), before_(before), all_tasks_(all_tasks), parameters_(parameters) {}

    /// What is wrong with a reference; empty when nothing is.
    std::string objection(const WrittenReference& reference) const {
        const Names& path = reference.path;
        const std::string& root = path.front();
        if (root == "params") return objection_to_parameter(path);
        if (root == "tasks") return objection_to_task(path);
        if (root == "run") return objection_to_run(path);
        if (root == "env") return path.size() == 2 ? "" : "name the variable: env.NAME";
        const bool has_item = task_.definition.for_each && reference.is_per_item;
        if (has_item && (root == "item" || root == "index")) return "";
        Names known = {"params", "tasks", "run", "env"};
        if (has_item) known.insert(known.end(), {"item", "index"});
        return "unknown name '" + root + "'" + or_all(root, known);
    }

private:
    static std::string or_all(const std::string& name, const Names& known) {
        std::string text = suggestion(name, known);
        if (!text.empty()) return text;
        for (const std::string& one : known) text += (text.empty() ? "; known are " : ", ") + one;
        return text;
    }

    static std::string objection_to_member(const Names& path, const Names& known, const std::string& whole,
                                           const std::string& lacks) {
        if (path.size() < 2) return "name what is wanted of " + whole + or_all("", known);
        const bool is_known = std::find(known.begin(), known.end(), path[1]) != known.end();
        return is_known ? "" : lacks + " '" + path[1] + "'" + or_all(path[1], known);
    }

    std::string objection_to_run(const Names& path) const {
        Names known = {"id", "job", "scheduled_for"};
        if (task_.definition.stage != Stage::tasks) known.insert(known.end(), {"state", "reason"});
        return objection_to_member(path, known, "run", "a run has no");
    }

    std::string objection_to_parameter(const Names& path) const {
        Names known;
        for (const JobParameter& parameter : parameters_) known.push_back(parameter.description.name);
        const std::string objection = objection_to_member(path, known, "params", "the job has no parameter");
        if (!objection.empty()) return objection;
        const auto found = std::find(known.begin(), known.end(), path[1]) - known.begin();
        return parameters_[static_cast<std::size_t>(found)].description.secret
                   ? "the parameter '" + path[1] +
                         "' is secret: only a secret parameter of a task can take it, as a whole"
                   : "";
    }

    std::string objection_to_task(const Names& path) const {
        if (path.size() < 2) return "name the task: tasks.<name>.outputs.<output>";
        const std::string& name = path[1];
        if (std::find(all_tasks_.begin(), all_tasks_.end(), name) == all_tasks_.end())
            return "unknown task '" + name + "'" + or_all(name, all_tasks_);
        const auto found = before_.find(name);
        if (found == before_.end())
            return "task '" + name + "' need not have ended when this one begins; add it to its needs";
        if (path.size() < 3) return "name what is wanted of the task: outputs, state or message";
        if (path[2] != "outputs")
            return objection_to_member({name, path[2]}, {"outputs", "state", "message"}, name, "a task has no");
        return path.size() < 4 || !found->second->type ? "" : objection_to_output(path[3], *found->second);
    }

    static std::string objection_to_output(const std::string& output, const ReadTask& task) {
        Names known;
        for (const OutputDescription& description : task.type->outputs) known.push_back(description.name);
        if (std::find(known.begin(), known.end(), output) != known.end()) return "";
        const std::string uses = task.definition.plugin + "." + task.definition.type;
        return uses + " has no output '" + output + "'" + or_all(output, known);
    }

    const ReadTask& task_;
    const std::map<std::string, const ReadTask*>& before_;
    const Names& all_tasks_;
    const std::vector<JobParameter>& parameters_;
};

}  // namespace

void check_references(const std::vector<ReadTask>& tasks, const std::vector<ReadTask>& earlier,
                      const std::vector<JobParameter>& parameters, Problems& problems) {
    Names names;
    std::map<std::string, const ReadTask*> ended;
    for (const ReadTask& task : earlier) {
        names.push_back(task.definition.name);
        ended.emplace(task.definition.name, &task);
    }
    for (const ReadTask& task : tasks) names.push_back(task.definition.name);
    /// By task: itself and all that must have ended before it begins.
    std::map<std::string, std::map<std::string, const ReadTask*>> before;
    for (const ReadTask& task : tasks) {
        auto& own = before.emplace(task.definition.name, ended).first->second;
        for (const std::string& need : task.definition.needs) {
            const auto& before_need = before[need];
            own.insert(before_need.begin(), before_need.end());
        }
        const TaskScope scope(task, own, names, parameters);
        for (const WrittenReference& reference : task.references) {
            const std::string objection = scope.objection(reference);
            if (!objection.empty()) problems.add(reference.offset, objection);
        }
        own.emplace(task.definition.name, &task);
    }
}

}  // namespace errand

#include "config/task_reader.hpp"

#include <algorithm>
#include <utility>

#include "base/suggestion.hpp"
#include "config/enumerator.hpp"
#include "config/files_reader.hpp"
#include "config/job_keys.hpp"
#include "config/parameter_reader.hpp"
#include "config/retry_reader.hpp"
#include "config/scalars.hpp"
#include "config/scopes_reader.hpp"
#include "job/file_access.hpp"

namespace errand {

TaskDefinition TaskReader::read(const Node& node) const {
    TaskDefinition task;
    const MapReader map(node, problems_);
    if (const Node* name = map.require("name")) task.name = read_name(*name, problems_).value_or("");
    const Node* needs = map.find("needs");
    if (needs)
        for (const Node& need : read_list(*needs, problems_))
            if (const auto name = read_text(need, problems_)) task.needs.push_back(*name);
    if (const Node* when = map.find("when")) {
        task.when = read_enumerator<When>(*when, "condition", when_words(), problems_).value_or(When::success);
        if (task.when != When::success && !needs)
            problems_.add(when->offset, "'when' looks at the tasks in 'needs', and there are none");
    }
    if (const Node* retry = map.find("retry")) task.retry = read_retry(*retry, document_, problems_);
    task.provider = defaults_.provider;
    if (const Node* provider = map.find("provider"))
        task.provider = read_provider(*provider, context_.providers, problems_);
    task.allow_scopes = defaults_.allow_scopes;
    if (const Node* allowed = map.find("allow_scopes")) task.allow_scopes = read_allowed_scopes(*allowed, problems_);
    if (const Node* limit = map.find("time_limit")) task.time_limit = read_time_limit(*limit, problems_);
    map.refuse_other_keys_than(names_of(task_keys()), document_);
    read_type(map, node, task);
    return task;
}

void TaskReader::read_type(const MapReader& map, const Node& node, TaskDefinition& task) const {
    const Node* uses = map.require("uses");
    const TaskDescription* type = uses ? find_type(*uses, task) : nullptr;
    if (type) return read_what_type_describes(map, node, *type, task);
    // Which of the parameters are secret is not known.
    if (const Node* with = map.find("with")) document_.hide(*with, problems_);
}

void TaskReader::read_what_type_describes(const MapReader& map, const Node& node, const TaskDescription& type,
                                          TaskDefinition& task) const {
    const Node& uses = *map.find("uses");
    TaskParameters parameters = read_parameters(map.find("with"), node, type, directory_, document_, problems_);
    task.parameters = std::move(parameters.values);
    task.secrets = std::move(parameters.secrets);
    task.scopes = read_declared_scopes(uses, type, task.parameters, problems_);
    if (const Node* scopes = map.find("scopes")) read_named_scopes(*scopes, task.scopes, task.parameters, problems_);
    task.files = declared_files(uses, type, task.parameters);
    if (const Node* files = map.find("files"))
        task.files = read_files(*files, uses.text, task.files, directory_, document_, problems_);
}

const TaskDescription* TaskReader::find_type(const Node& node, TaskDefinition& task) const {
    const auto uses = read_text(node, problems_);
    if (!uses) return nullptr;
    const std::size_t dot = uses->find('.');
    if (dot == 0 || dot >= uses->size() - 1) {
        problems_.add(node.offset,
                      "expected <plugin>.<task type>, such as globus.list-endpoints, found '" + *uses + "'");
        return nullptr;
    }
    task.plugin = uses->substr(0, dot);
    task.type = uses->substr(dot + 1);
    try {
        const TaskDescription* found = context_.catalog.find(task.plugin, task.type);
        if (!found) problems_.add(node.offset, why_not_found(task));
        return found;
    } catch (const CommandError& refused) {
        problems_.add(node.offset, refused.what());
        return nullptr;
    }
}

/// \throws CommandError from the catalog.
std::string TaskReader::why_not_found(const TaskDefinition& task) const {
    const auto plugins = context_.catalog.plugin_names();
    if (std::find(plugins.begin(), plugins.end(), task.plugin) == plugins.end())
        return "unknown plugin '" + task.plugin + "'" + suggestion(task.plugin, plugins);
    std::vector<std::string> names;
    for (const std::string& name : context_.catalog.task_names(task.plugin)) names.push_back(task.plugin + '.' + name);
    const std::string wanted = task.plugin + '.' + task.type;
    return "unknown task type '" + wanted + "'" + suggestion(wanted, names);
}

FileAccess TaskReader::declared_files(const Node& uses, const TaskDescription& type,
                                      const Value::Map& parameters) const {
    try {
        return fill_files(type, parameters);
    } catch (const ValueError& error) {
        problems_.add(uses.offset, error.what());
        return {};
    }
}

std::optional<std::string> read_provider(const Node& node, const std::vector<std::string>& providers,
                                         Problems& problems) {
    if (!providers.empty()) return read_one_of(node, providers, "provider", problems);
    const auto name = read_text(node, problems);
    if (name) problems.add(node.offset, "unknown provider '" + *name + "'; the configuration has none");
    return std::nullopt;
}

}  // namespace errand

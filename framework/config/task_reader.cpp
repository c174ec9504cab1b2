#include "config/task_reader.hpp"

#include <algorithm>
#include <utility>

#include "base/suggestion.hpp"
#include "config/enumerator.hpp"
#include "config/files_reader.hpp"
#include "config/job_keys.hpp"
#include "config/limits_reader.hpp"
#include "config/parameter_reader.hpp"
#include "config/retry_reader.hpp"
#include "config/scalars.hpp"
#include "config/scopes_reader.hpp"
#include "job/file_access.hpp"

namespace errand {

namespace {

std::optional<std::string> read_provider(const Node& node, const std::vector<std::string>& providers,
                                         Problems& problems) {
    if (!providers.empty()) return read_one_of(node, providers, "provider", problems);
    const auto name = read_text(node, problems);
    if (name) problems.add(node.offset, "unknown provider '" + *name + "'; the configuration has none");
    return std::nullopt;
}

bool is_variable_name(const std::string& name) {
    return !name.empty() && name.find('=') == std::string::npos && name.find('\0') == std::string::npos;
}

}  // namespace

void TaskReader::read_defaults(const MapReader& file) {
    read_credentials(file, prototype_);
    const Node* defaults = file.find("defaults");
    if (!defaults) return;
    const MapReader map(*defaults, problems_);
    read_policies(map, prototype_);
    for (WrittenReference& reference : templates_.take_references(true))
        prototype_references_.push_back(std::move(reference));
    map.refuse_other_keys_than(names_of(default_keys()));
}

ReadTask TaskReader::read(const Node& node) {
    ReadTask task{prototype_, &node, nullptr, prototype_references_};
    const MapReader map(node, problems_);
    if (const Node* name = map.require("name")) task.definition.name = read_name(*name, problems_).value_or("");
    const auto keep_references = [&](bool is_per_item) {
        const auto found = templates_.take_references(is_per_item);
        task.references.insert(task.references.end(), found.begin(), found.end());
    };
    read_place_in_graph(map, task.definition);
    keep_references(false);
    read_policies(map, task.definition);
    if (const Node* directory = map.find("working_directory"))
        task.definition.working_directory = read_path(*directory, problems_);
    map.refuse_other_keys_than(names_of(task_keys()));
    read_type(map, task);
    keep_references(true);
    return task;
}

void TaskReader::read_place_in_graph(const MapReader& map, TaskDefinition& task) {
    const Node* needs = map.find("needs");
    if (needs)
        for (const Node& need : read_list(*needs, problems_))
            if (const auto name = read_text(need, problems_)) task.needs.push_back(*name);
    if (const Node* when = map.find("when")) {
        task.when = read_enumerator<When>(*when, "condition", when_words(), problems_).value_or(When::success);
        if (task.when != When::success && !needs)
            problems_.add(when->offset, "'when' looks at the tasks in 'needs', and there are none");
    }
    if (const Node* condition = map.find("if")) task.condition = templates_.read_expression(*condition);
    if (const Node* list = map.find("foreach")) read_for_each(*list, task);
}

void TaskReader::read_for_each(const Node& node, TaskDefinition& task) {
    ForEach for_each;
    const Node* items = &node;
    if (node.kind == Node::Kind::map) {
        const MapReader map(node, problems_);
        items = map.require("in");
        constexpr std::int64_t kMost = 1000;
        if (const Node* most = map.find("max_parallel"))
            for_each.max_parallel =
                static_cast<std::size_t>(read_integer_within(*most, 1, kMost, problems_).value_or(1));
        map.refuse_other_keys_than(names_of(for_each_keys()));
    }
    if (!items) return;
    if (items->kind == Node::Kind::list || TemplateReader::has_expressions(*items))
        for_each.items = templates_.read_value(*items);
    else
        problems_.add(items->offset, "expected a list, or an expression that gives one, such as ${{ params.names }}");
    task.for_each = std::move(for_each);
}

void TaskReader::read_policies(const MapReader& map, TaskDefinition& task) {
    read_credentials(map, task);
    if (const Node* retry = map.find("retry")) task.retry = read_retry(*retry, problems_);
    if (const Node* limit = map.find("time_limit")) task.time_limit = read_time_limit(*limit, problems_);
    if (const Node* grace = map.find("grace")) task.grace = read_duration(*grace, problems_);
    if (const Node* environment = map.find("environment")) read_environment(*environment, task);
    if (const Node* limits = map.find("limits")) {
        const MapReader limits_map(*limits, problems_);
        read_limits(limits_map, task.limits, problems_);
        limits_map.refuse_other_keys_than(names_of(limit_keys()));
    }
}

void TaskReader::read_credentials(const MapReader& map, TaskDefinition& task) {
    if (const Node* provider = map.find("provider"))
        task.provider = read_provider(*provider, context_.providers, problems_);
    if (const Node* allowed = map.find("allow_scopes")) task.allow_scopes = read_allowed_scopes(*allowed, problems_);
}

void TaskReader::read_environment(const Node& node, TaskDefinition& task) {
    if (!MapReader(node, problems_).is_map()) return;
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
        const std::string& name = node.keys[i].text;
        if (!is_variable_name(name))
            problems_.add(node.keys[i].offset, "this is not the name of an environment variable");
        if (name.starts_with("ERRAND_"))
            problems_.add(node.keys[i].offset, "variables that begin with ERRAND_ are errand's own");
        task.environment.erase(name);
        if (node.items[i].kind == Node::Kind::null)
            task.environment.emplace(name, std::nullopt);
        else
            task.environment.emplace(name, templates_.read_text(node.items[i]));
    }
}

void TaskReader::read_type(const MapReader& map, ReadTask& task) {
    const Node* uses = map.require("uses");
    task.type = uses ? find_type(*uses, task.definition) : nullptr;
    if (task.type) return read_what_type_describes(map, task);
    // Which of the parameters are secret is not known.
    if (const Node* with = map.find("with")) hide_texts(*with, problems_);
}

void TaskReader::read_what_type_describes(const MapReader& map, ReadTask& task) {
    TaskParameters parameters =
        read_parameters(map.find("with"), *task.node, *task.type, {problems_, templates_, job_parameters_});
    if (task.definition.for_each)
        for (const OutputDescription& output : task.type->outputs)
            task.definition.for_each->outputs.push_back(output.name);
    task.definition.parameters = std::move(parameters.values);
    task.definition.secrets = std::move(parameters.secrets);
    if (parameters.open.empty()) return read_files_and_scopes(map, task);
    task.definition.open =
        OpenTask{std::move(parameters.open), *task.type, {}, {}, problems_.sources().at(task.node->offset).directory()};
    read_open_files_and_scopes(map, task);
}

void TaskReader::read_files_and_scopes(const MapReader& map, ReadTask& read) {
    const Node& uses = *map.find("uses");
    TaskDefinition& task = read.definition;
    task.scopes = read_declared_scopes(uses, *read.type, task.parameters, problems_);
    if (const Node* scopes = map.find("scopes")) read_named_scopes(*scopes, task.scopes, task.parameters, problems_);
    task.files = declared_files(uses, *read.type, task.parameters);
    if (const Node* files = map.find("files")) task.files = read_files(*files, uses.text, task.files, problems_);
}

/// What is asked for, and touched, is told with the templates in it; what is wrong with these is told when the task
/// begins.
void TaskReader::read_open_files_and_scopes(const MapReader& map, ReadTask& read) {
    TaskDefinition& task = read.definition;
    task.scopes = read.type->scopes;
    task.files = read.type->files;
    if (const Node* scopes = map.find("scopes")) {
        read_named_scopes(*scopes, task.open->named_scopes, {}, problems_);
        read_named_scopes(*scopes, task.scopes, {}, problems_);
    }
    const FileAccess any_file{{}, {}, true};
    if (const Node* files = map.find("files"))
        task.open->kept_files = task.files = read_files(*files, map.find("uses")->text, any_file, problems_);
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

}  // namespace errand

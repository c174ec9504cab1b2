#include "config/given_parameters.hpp"

#include <algorithm>
#include <optional>

#include "base/error.hpp"
#include "base/suggestion.hpp"
#include "config/document.hpp"
#include "config/map_reader.hpp"
#include "config/parameter_reader.hpp"
#include "config/problems.hpp"
#include "config/secret_reference.hpp"

namespace errand {

namespace {

[[noreturn]] void refuse(const std::string& name, const std::string& why) {
    throw CommandError(ExitCode::usage, "--param " + name + ": " + why);
}

bool is_taken_as_it_is(Type type) { return type == Type::text || type == Type::url || type == Type::path; }

Value read_assigned(const std::string& text, const ParameterDescription& parameter,
                    const std::filesystem::path& directory) {
    // As if it stood in a file there.
    const Sources sources(text, (directory / "--param").string());
    Problems problems(sources);
    try {
        Node node;
        node.kind = Node::Kind::scalar;
        node.text = text;
        if (!is_taken_as_it_is(parameter.type)) node = read_document(sources.at(0), problems);
        auto value = read_parameter(node, parameter, problems);
        problems.throw_if_any();
        return std::move(*value);
    } catch (const ConfigError& error) {
        refuse(parameter.name, error.problems().front().what);
    }
}

}  // namespace

void ParameterCollector::add_file(std::string_view text, const std::string& file_name) {
    const Sources sources(text, file_name);
    Problems problems(sources);
    const Node root = read_document(sources.at(0), problems);
    const MapReader map(root, problems);
    for (const JobParameter& parameter : job_.parameters) {
        const std::string& name = parameter.description.name;
        const Node* node = map.find(name);
        if (node && parameter.description.secret)
            given_.secrets[name] = read_secret_reference(*node, problems);
        else if (node)
            given_.values[name] = read_parameter(*node, parameter.description, problems).value_or(Value());
    }
    map.refuse_other_keys_than(names(), UnknownKeys::hide, "parameter");
    problems.throw_if_any();
}

void ParameterCollector::add_assignment(const std::string& assignment, const std::filesystem::path& directory) {
    const std::size_t equals = assignment.find('=');
    if (equals == std::string::npos || equals == 0)
        throw CommandError(ExitCode::usage, "--param takes NAME=VALUE, found '" + assignment + "'");
    const std::string name = assignment.substr(0, equals);
    const JobParameter* parameter = find(name);
    if (!parameter) refuse(name, "the job '" + job_.name + "' has no such parameter" + suggestion(name, names()));
    if (parameter->description.secret)
        refuse(name,
               "this is a secret, and others can see a command line; tell where it is in a file, for --params-file");
    given_.values[name] = read_assigned(assignment.substr(equals + 1), parameter->description, directory);
}

void ParameterCollector::add_earlier(const GivenParameters& given) {
    for (const Value::Map* values : {&given.values, &given.secrets})
        for (const auto& [name, value] : *values) {
            if (value.is_null()) continue;
            const JobParameter* parameter = find(name);
            if (!parameter || parameter->description.secret != (values == &given.secrets))
                throw CommandError(ExitCode::configuration, "the run was given the parameter '" + name +
                                                                "', which the job '" + job_.name +
                                                                "' does not have any more");
            (parameter->description.secret ? given_.secrets : given_.values)[name] = value;
        }
}

GivenParameters ParameterCollector::complete() const {
    GivenParameters all = given_;
    std::string missing;
    for (const JobParameter& parameter : job_.parameters) {
        const ParameterDescription& description = parameter.description;
        const bool is_given = given_.values.contains(description.name) || given_.secrets.contains(description.name);
        if (!is_given && description.required)
            missing += "\n  " + description.name + (description.help.empty() ? "" : ": " + description.help);
        if (description.secret && !parameter.secret_default.is_null())
            all.secrets.emplace(description.name, parameter.secret_default);
        else if (!description.secret)
            all.values.emplace(description.name, description.default_value);
    }
    if (!missing.empty())
        throw CommandError(
            ExitCode::usage,
            "the job '" + job_.name + "' needs more parameters, by --param NAME=VALUE or --params-file:" + missing);
    return all;
}

const JobParameter* ParameterCollector::find(std::string_view name) const {
    const auto found = std::find_if(job_.parameters.begin(), job_.parameters.end(),
                                    [&](const JobParameter& parameter) { return parameter.description.name == name; });
    return found == job_.parameters.end() ? nullptr : &*found;
}

std::vector<std::string> ParameterCollector::names() const {
    std::vector<std::string> names;
    for (const JobParameter& parameter : job_.parameters) names.push_back(parameter.description.name);
    return names;
}

}  // namespace errand

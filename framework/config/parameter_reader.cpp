#include "config/parameter_reader.hpp"

#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include "base/suggestion.hpp"
#include "base/units.hpp"
#include "config/map_reader.hpp"
#include "config/scalars.hpp"
#include "config/secret_reference.hpp"
#include "config/value_reader.hpp"
#include "errand/description_check.hpp"
#include "errand/json.hpp"

namespace errand {

namespace {

namespace fs = std::filesystem;

template <class T>
std::optional<Value> to_value(const std::optional<T>& read) {
    return read ? std::optional<Value>(Value(*read)) : std::nullopt;
}

std::optional<Value> to_value(const std::optional<std::chrono::milliseconds>& read) {
    return read ? std::optional<Value>(Value(read->count())) : std::nullopt;
}

std::optional<Value> to_value(const std::optional<fs::path>& read) {
    return read ? std::optional<Value>(Value(read->string())) : std::nullopt;
}

std::optional<Value> read_of_kind(const Node& node, Node::Kind kind, const char* wanted, Problems& problems) {
    if (node.kind == kind) return read_value(node, problems);
    problems.add(node.offset, std::string("expected ") + wanted + ", found " + node.kind_name());
    return std::nullopt;
}

std::optional<Value> read_of_type(const Node& node, Type type, Problems& problems) {
    switch (type) {
        case Type::integer:
            return to_value(read_integer(node, problems));
        case Type::number:
            return to_value(read_number(node, problems));
        case Type::boolean:
            return to_value(read_boolean(node, problems));
        case Type::list:
            return read_of_kind(node, Node::Kind::list, "a list", problems);
        case Type::map:
            return read_of_kind(node, Node::Kind::map, "a map", problems);
        case Type::url:
            return to_value(read_url(node, problems));
        case Type::duration:
            return to_value(read_duration(node, problems));
        case Type::size:
            return to_value(read_size(node, problems));
        case Type::any:
            return read_value(node, problems);
        case Type::path:
            return to_value(read_path(node, problems));
        case Type::text:
            break;
    }
    return to_value(read_text(node, problems));
}

/// As a job file would have it.
std::string written(const Value& value, Type type) {
    if (value.is_text()) return value.text();
    if (type == Type::duration && value.is_integer())
        return format_duration(std::chrono::milliseconds(value.integer()));
    if (type == Type::size && value.is_integer()) return format_size(value.integer());
    return to_json(value);
}

void check_allowed(const Node& node, const Value& value, const ParameterDescription& parameter, Problems& problems) {
    if (abi::is_allowed(value, parameter)) return;
    std::vector<std::string> words;
    for (const Value& one : parameter.allowed) words.push_back(written(one, parameter.type));
    std::string message = "expected ";
    for (std::size_t i = 0; i < words.size(); ++i)
        message += (i == 0 ? "" : i + 1 < words.size() ? ", " : " or ") + words[i];
    const std::string found = written(value, parameter.type);
    problems.add(node.offset, message + ", found '" + found + "'" + suggestion(found, words));
}

void check_range(const Node& node, const Value& value, const ParameterDescription& parameter, Problems& problems) {
    if (abi::is_in_range(value, parameter)) return;
    problems.add(node.offset, "expected an integer, " + abi::range_of(parameter) + ", found '" +
                                  written(value, parameter.type) + "'");
}

/// A relative path is relative to the file, as one that stands there in the task.
Value complete_default(const ParameterDescription& parameter, const Node& task, const Problems& problems) {
    const Value& value = parameter.default_value;
    if (parameter.type != Type::path || value.text().empty()) return value;
    return absolute_path(value.text(), task, problems).string();
}

bool is_reference_to(const Node& node, const std::string& parameter, const Problems& problems) {
    Problems ignored(problems.sources());
    const auto expression = TemplateReader(ignored).read_expression(node);
    return expression && expression->text() == "params." + parameter;
}

/// A secret is told by where it is, or is a secret parameter of the job.
Value read_secret(const Node& node, const ParameterContext& context) {
    if (node.kind != Node::Kind::scalar || !TextTemplate::has_expressions(node.text))
        return read_secret_reference(node, context.problems);
    for (const JobParameter& parameter : context.job_parameters)
        if (parameter.description.secret && is_reference_to(node, parameter.description.name, context.problems))
            return Value::Map{{"param", parameter.description.name}};
    context.problems.add(node.offset,
                         "a secret can only be a secret parameter of the job, as a whole: ${{ params.<name> }}");
    return {};
}

/// Reads the parameters of one task.
class ParametersReader {
public:
    ParametersReader(const Node* with, const Node& task, const TaskDescription& description,
                     const ParameterContext& context)
        : with_(with),
          task_(task),
          description_(description),
          context_(context),
          given_(with ? *with : empty_map(), context.problems) {}

    TaskParameters read() {
        std::vector<std::string> known;
        UnknownKeys unknown_keys = UnknownKeys::show;
        for (const ParameterDescription& parameter : description_.parameters) {
            known.push_back(parameter.name);
            if (parameter.secret) unknown_keys = UnknownKeys::hide;
            read_one(parameter);
        }
        given_.refuse_other_keys_than(known, unknown_keys, "parameter");
        return std::move(parameters_);
    }

private:
    static const Node& empty_map() {
        static const Node kEmptyMap = [] {
            Node node;
            node.kind = Node::Kind::map;
            return node;
        }();
        return kEmptyMap;
    }

    void read_one(const ParameterDescription& parameter) {
        const Node* node = given_.find(parameter.name);
        if (node && parameter.secret) {
            parameters_.secrets[parameter.name] = read_secret(*node, context_);
        } else if (node && TemplateReader::has_expressions(*node)) {
            parameters_.open.emplace(parameter.name, context_.templates.read_value(*node));
        } else if (node) {
            if (auto value = read_parameter(*node, parameter, context_.problems))
                parameters_.values[parameter.name] = std::move(*value);
        } else if (parameter.required && given_.is_map()) {
            context_.problems.add((with_ ? *with_ : task_).offset,
                                  "missing parameter '" + parameter.name + "': " + parameter.help);
        } else if (!parameter.default_value.is_null()) {
            parameters_.values[parameter.name] = complete_default(parameter, task_, context_.problems);
        }
    }

    const Node* with_;
    const Node& task_;
    const TaskDescription& description_;
    const ParameterContext& context_;
    const MapReader given_;
    TaskParameters parameters_;
};

}  // namespace

TaskParameters read_parameters(const Node* with, const Node& task, const TaskDescription& description,
                               const ParameterContext& context) {
    return ParametersReader(with, task, description, context).read();
}

std::optional<Value> read_parameter(const Node& node, const ParameterDescription& parameter, Problems& problems) {
    auto value = read_of_type(node, parameter.type, problems);
    if (value) check_allowed(node, *value, parameter, problems);
    if (value) check_range(node, *value, parameter, problems);
    return value;
}

}  // namespace errand

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

bool looks_like_a_number(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    return !text.empty() && text.find_first_not_of("0123456789.eE+-") == std::string_view::npos &&
           (text[0] == '.' || (text[0] >= '0' && text[0] <= '9'));
}

/// What a plain scalar means where any value may stand.
std::optional<Value> read_plain(const Node& node, Problems& problems) {
    if (node.text == "true" || node.text == "false") return Value(node.text == "true");
    if (has_leading_zero(node.text) && node.text.find_first_not_of("+-0123456789") == std::string::npos) {
        problems.add(node.offset, "'" + node.text + "' has a leading zero; quote it if it is text");
        return std::nullopt;
    }
    if (!looks_like_a_number(node.text)) return Value(node.text);
    // A date or a version looks like a number without being one: what does not read as a number is text.
    Problems ignored(problems.source());
    Node scalar = node;
    if (const auto integer = read_integer(scalar, ignored)) return Value(*integer);
    if (const auto number = read_number(scalar, ignored)) return Value(*number);
    return Value(node.text);
}

std::optional<Value> read_any(const Node& node, Problems& problems) {
    switch (node.kind) {
        case Node::Kind::null:
            return Value();
        case Node::Kind::scalar:
            return node.is_plain ? read_plain(node, problems) : Value(node.text);
        case Node::Kind::list: {
            Value::List list;
            for (const Node& item : node.items) list.push_back(read_any(item, problems).value_or(Value()));
            return Value(std::move(list));
        }
        case Node::Kind::map:
            break;
    }
    Value::Map map;
    for (std::size_t i = 0; i < node.keys.size(); ++i)
        map.emplace(node.keys[i].text, read_any(node.items[i], problems).value_or(Value()));
    return Value(std::move(map));
}

std::optional<Value> read_of_kind(const Node& node, Node::Kind kind, const char* wanted, Problems& problems) {
    if (node.kind == kind) return read_any(node, problems);
    problems.add(node.offset, std::string("expected ") + wanted + ", found " + node.kind_name());
    return std::nullopt;
}

std::optional<Value> read_of_type(const Node& node, Type type, const fs::path& directory, Problems& problems) {
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
            return read_any(node, problems);
        case Type::path:
            return to_value(read_path(node, directory, problems));
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

std::optional<Value> read_parameter(const Node& node, const ParameterDescription& parameter, const fs::path& directory,
                                    Problems& problems) {
    auto value = read_of_type(node, parameter.type, directory, problems);
    if (value) check_allowed(node, *value, parameter, problems);
    if (value) check_range(node, *value, parameter, problems);
    return value;
}

/// A relative path is relative to the file, as one that stands in it.
Value complete_default(const ParameterDescription& parameter, const fs::path& directory) {
    const Value& value = parameter.default_value;
    if (parameter.type != Type::path || value.text().empty()) return value;
    return (directory / value.text()).lexically_normal().string();
}

}  // namespace

TaskParameters read_parameters(const Node* with, const Node& task, const TaskDescription& description,
                               const fs::path& directory, const Document& document, Problems& problems) {
    static const Node kEmptyMap = [] {
        Node node;
        node.kind = Node::Kind::map;
        return node;
    }();
    const MapReader given(with ? *with : kEmptyMap, problems);
    std::vector<std::string> known;
    UnknownKeys unknown_keys = UnknownKeys::show;
    TaskParameters parameters;
    for (const ParameterDescription& parameter : description.parameters) {
        known.push_back(parameter.name);
        if (parameter.secret) unknown_keys = UnknownKeys::hide;
        const Node* node = given.find(parameter.name);
        if (node && parameter.secret) {
            parameters.secrets[parameter.name] = read_secret_reference(*node, directory, document, problems);
        } else if (node) {
            if (auto value = read_parameter(*node, parameter, directory, problems))
                parameters.values[parameter.name] = std::move(*value);
        } else if (parameter.required && given.is_map()) {
            problems.add((with ? *with : task).offset, "missing parameter '" + parameter.name + "': " + parameter.help);
        } else if (!parameter.default_value.is_null()) {
            parameters.values[parameter.name] = complete_default(parameter, directory);
        }
    }
    given.refuse_other_keys_than(known, document, unknown_keys, "parameter");
    return parameters;
}

}  // namespace errand

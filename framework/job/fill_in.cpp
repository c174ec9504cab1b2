#include "job/fill_in.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/units.hpp"
#include "errand/description_check.hpp"
#include "errand/json.hpp"
#include "job/file_access.hpp"
#include "job/scope_template.hpp"
#include "job/url_text.hpp"

namespace errand {

namespace {

template <class Number>
std::optional<Value> parse_whole(const std::string& text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
    return Value(number);
}

std::optional<Value> read_number_text(const std::string& text) {
    if (auto integer = parse_whole<std::int64_t>(text)) return integer;
    const auto number = parse_whole<double>(text);
    return number && std::isfinite(number->number()) ? number : std::nullopt;
}

std::optional<Value> read_boolean_text(const std::string& text) {
    if (text != "true" && text != "false") return std::nullopt;
    return Value(text == "true");
}

std::optional<Value> read_path_text(const std::string& text, const std::filesystem::path& directory) {
    if (text.empty() || text.starts_with('~') || text.find('\0') != std::string::npos) return std::nullopt;
    return Value((directory / text).lexically_normal().string());
}

std::optional<Value> read_duration_text(const std::string& text) {
    const auto duration = parse_duration(text);
    return duration ? std::optional<Value>(Value(*duration)) : std::nullopt;
}

std::optional<Value> read_size_text(const std::string& text) {
    const auto size = parse_size(text);
    return size ? std::optional<Value>(Value(*size)) : std::nullopt;
}

/// Nothing where it cannot be of that type.
std::optional<Value> converted(const Value& value, Type type, const std::filesystem::path& directory) {
    const bool is_scalar = value.is_number() || value.is_boolean();
    if (type == Type::text && is_scalar) return Value(to_json(value));
    if (!value.is_text()) return abi::is_of_type(value, type) ? std::optional<Value>(value) : std::nullopt;
    const std::string& text = value.text();
    switch (type) {
        case Type::integer:
            return parse_whole<std::int64_t>(text);
        case Type::number:
            return read_number_text(text);
        case Type::boolean:
            return read_boolean_text(text);
        case Type::duration:
            return read_duration_text(text);
        case Type::size:
            return read_size_text(text);
        case Type::path:
            return read_path_text(text, directory);
        case Type::url:
            return is_url(text) ? std::optional<Value>(value) : std::nullopt;
        case Type::list:
        case Type::map:
            return std::nullopt;
        case Type::text:
        case Type::any:
            break;
    }
    return value;
}

const char* wanted(Type type) {
    switch (type) {
        case Type::url:
            return "a URL such as https://example.org/path";
        case Type::path:
            return "a path";
        case Type::duration:
            return "a duration such as 5m";
        case Type::size:
            return "a size such as 10MiB";
        default:
            break;
    }
    return nullptr;
}

const ParameterDescription& parameter_of(const TaskDescription& type, const std::string& name) {
    return *std::find_if(type.parameters.begin(), type.parameters.end(),
                         [&](const ParameterDescription& parameter) { return parameter.name == name; });
}

/// A parameter that comes to nothing is as one that is not given.
void set_parameter(TaskDefinition& task, const ParameterDescription& parameter, const Value& value,
                   const std::filesystem::path& directory) {
    if (!value.is_null() || parameter.type == Type::any)
        task.parameters[parameter.name] = to_parameter(value, parameter, directory);
    else if (parameter.required)
        throw ValueError("the parameter '" + parameter.name + "' is needed, and its expression gives null");
    else if (!parameter.default_value.is_null())
        task.parameters[parameter.name] = parameter.default_value;
}

std::vector<ScopeDescription> filled_scopes(const OpenTask& open, const Value::Map& parameters) {
    std::vector<ScopeDescription> filled = open.type.scopes;
    for (const ScopeDescription& named : open.named_scopes) {
        const auto same = [&](const ScopeDescription& known) { return known.resource_server == named.resource_server; };
        const auto found = std::find_if(filled.begin(), filled.end(), same);
        if (found == filled.end())
            filled.push_back(named);
        else
            *found = named;
    }
    for (ScopeDescription& scopes : filled)
        for (std::string& scope : scopes.scopes) scope = fill_scope(scope, parameters);
    return filled;
}

void require(bool is_allowed, const char* what, const std::string& path) {
    if (!is_allowed) throw ValueError("'files' names " + path + ", which the task may not " + what);
}

FileAccess filled_files(const OpenTask& open, const Value::Map& parameters) {
    const FileAccess declared = fill_files(open.type, parameters);
    if (!open.kept_files) return declared;
    for (const std::string& path : open.kept_files->read) require(may_read(declared, path), "read", path);
    for (const std::string& path : open.kept_files->write) require(may_write(declared, path), "write", path);
    return *open.kept_files;
}

}  // namespace

Value to_parameter(const Value& value, const ParameterDescription& parameter, const std::filesystem::path& directory) {
    const std::string subject = "the parameter '" + parameter.name + "' ";
    const auto found = converted(value, parameter.type, directory);
    if (!found) {
        const char* form = wanted(parameter.type);
        throw ValueError(subject + "is to be " + (form ? form : abi::expectation(parameter.type)) +
                         ", and its value is " + (value.is_text() ? "another text" : value.kind()));
    }
    if (!abi::is_allowed(*found, parameter)) throw ValueError(subject + "has none of the values that it may have");
    if (!abi::is_in_range(*found, parameter)) throw ValueError(subject + "is not " + abi::range_of(parameter));
    return *found;
}

TaskDefinition filled_in(const TaskDefinition& task, const Value::Map& scope) {
    TaskDefinition filled = task;
    if (!task.open) return filled;
    const OpenTask& open = *task.open;
    for (const auto& [name, value] : open.parameters)
        set_parameter(filled, parameter_of(open.type, name), value.evaluate(scope), open.directory);
    filled.scopes = filled_scopes(open, filled.parameters);
    filled.files = filled_files(open, filled.parameters);
    filled.open.reset();
    return filled;
}

}  // namespace errand

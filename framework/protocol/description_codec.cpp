#include "protocol/description_codec.hpp"

#include <array>

#include "errand/json.hpp"

namespace errand {

namespace {

constexpr std::array kTypes = {"text", "integer", "number",   "boolean", "list", "map",
                               "url",  "path",    "duration", "size",    "any"};

Type to_type(const std::string& name) {
    for (std::size_t i = 0; i < kTypes.size(); ++i)
        if (name == kTypes.at(i)) return static_cast<Type>(i);
    throw ValueError("unknown type '" + name.substr(0, 40) + "'");
}

const Value& at(const Value& value, const char* name) {
    if (const Value* found = value.find(name)) return *found;
    throw ValueError(std::string("there is no '") + name + "'");
}

template <class Items, class Convert>
Value to_list(const Items& items, Convert convert) {
    Value::List list;
    for (const auto& item : items) list.push_back(convert(item));
    return list;
}

template <class Convert>
auto from_list(const Value& value, Convert convert) {
    std::vector<decltype(convert(value))> items;
    for (const Value& item : value.list()) items.push_back(convert(item));
    return items;
}

Value to_texts(const std::vector<std::string>& texts) {
    return to_list(texts, [](const std::string& text) { return Value(text); });
}

std::vector<std::string> from_texts(const Value& value) {
    return from_list(value, [](const Value& item) { return item.text(); });
}

Value to_value(const std::optional<std::int64_t>& bound) { return bound ? Value(*bound) : Value(); }

std::optional<std::int64_t> to_bound(const Value& value) {
    return value.is_null() ? std::nullopt : std::optional(value.integer());
}

Value to_value(const ParameterDescription& parameter) {
    return Value::Map{{"name", parameter.name},
                      {"type", type_name(parameter.type)},
                      {"help", parameter.help},
                      {"required", parameter.required},
                      {"secret", parameter.secret},
                      {"default", parameter.default_value},
                      {"allowed", parameter.allowed},
                      {"at_least", to_value(parameter.at_least)},
                      {"at_most", to_value(parameter.at_most)}};
}

ParameterDescription to_parameter(const Value& value) {
    return {at(value, "name").text(),        to_type(at(value, "type").text()), at(value, "help").text(),
            at(value, "required").boolean(), at(value, "secret").boolean(),     at(value, "default"),
            at(value, "allowed").list(),     to_bound(at(value, "at_least")),   to_bound(at(value, "at_most"))};
}

Value to_value(const OutputDescription& output) {
    return Value::Map{{"name", output.name}, {"type", type_name(output.type)}, {"help", output.help}};
}

OutputDescription to_output(const Value& value) {
    return {at(value, "name").text(), to_type(at(value, "type").text()), at(value, "help").text()};
}

Value to_value(const ScopeDescription& scopes) {
    return Value::Map{{"resource_server", scopes.resource_server}, {"scopes", to_texts(scopes.scopes)}};
}

ScopeDescription to_scopes(const Value& value) {
    return {at(value, "resource_server").text(), from_texts(at(value, "scopes"))};
}

Value to_value(const TaskDescription& task) {
    const auto convert = [](const auto& item) { return to_value(item); };
    return Value::Map{{"name", task.name},
                      {"summary", task.summary},
                      {"parameters", to_list(task.parameters, convert)},
                      {"outputs", to_list(task.outputs, convert)},
                      {"scopes", to_list(task.scopes, convert)},
                      {"files", to_value(task.files)}};
}

TaskDescription to_task(const Value& value) {
    TaskDescription task(at(value, "name").text(), at(value, "summary").text());
    task.parameters = from_list(at(value, "parameters"), to_parameter);
    task.outputs = from_list(at(value, "outputs"), to_output);
    task.scopes = from_list(at(value, "scopes"), to_scopes);
    task.files = to_file_access(at(value, "files"));
    return task;
}

}  // namespace

const char* type_name(Type type) { return kTypes.at(static_cast<std::size_t>(type)); }

Value to_value(const FileAccess& files) {
    return Value::Map{{"read", to_texts(files.read)}, {"write", to_texts(files.write)}, {"any", files.any}};
}

FileAccess to_file_access(const Value& value) {
    return {from_texts(at(value, "read")), from_texts(at(value, "write")), at(value, "any").boolean()};
}

Value to_value(const PluginDescription& plugin) {
    return Value::Map{{"name", plugin.name},
                      {"version", plugin.version},
                      {"tasks", to_list(plugin.tasks, [](const TaskDescription& task) { return to_value(task); })}};
}

PluginDescription to_plugin_description(const Value& value) {
    try {
        return {at(value, "name").text(), at(value, "version").text(), from_list(at(value, "tasks"), to_task)};
    } catch (const Error& error) {
        throw ProtocolError(std::string("not a plugin's description: ") + error.what());
    }
}

std::string encode(const DescriptionAnswer& answer) {
    if (const auto* refusal = std::get_if<LibraryRefusal>(&answer))
        return to_json(Value::Map{{"refused", refusal->why}});
    return to_json(Value::Map{{"plugin", to_value(std::get<PluginDescription>(answer))}});
}

DescriptionAnswer decode_description_answer(std::string_view text) {
    try {
        const Value value = parse_json(text);
        if (const Value* refusal = value.find("refused")) return LibraryRefusal{refusal->text()};
        return to_plugin_description(at(value, "plugin"));
    } catch (const Error& error) {
        throw ProtocolError(std::string("not the answer of errand-task: ") + error.what());
    }
}

}  // namespace errand

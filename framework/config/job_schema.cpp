#include "config/job_schema.hpp"

#include <chrono>
#include <span>
#include <string>
#include <utility>

#include "base/units.hpp"
#include "config/job_keys.hpp"

namespace errand {

namespace {

constexpr char kNamePattern[] = "^[a-z0-9][a-z0-9_-]{0,63}$";
constexpr char kDurationPattern[] = "^(?=.)([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$";
constexpr char kSizePattern[] = "^(0|[1-9][0-9]*)([KMG]iB|kB|[MG]B)?$";

/// Any scalar is text where text is expected.
Value text_schema() { return Value::Map{{"type", Value::List{"string", "number", "boolean"}}}; }

Value pattern_schema(const char* pattern) { return Value::Map{{"type", "string"}, {"pattern", pattern}}; }

/// A size may be a bare number of bytes.
Value size_schema() {
    return Value::Map{{"type", Value::List{"string", "integer"}}, {"pattern", kSizePattern}, {"minimum", 0}};
}

Value word_schema(std::span<const std::string_view> words) {
    Value::List list;
    for (const std::string_view word : words) list.emplace_back(word);
    return Value::Map{{"enum", std::move(list)}};
}

Value path_schema() { return pattern_schema("^[^~]"); }

Value paths_schema() { return Value::Map{{"type", "array"}, {"items", path_schema()}}; }

Value scope_list_schema(int least) {
    return Value::Map{{"type", "array"}, {"minItems", least}, {"items", pattern_schema("^[^\\s\\[\\]]")}};
}

Value schema_of(Type type) {
    switch (type) {
        case Type::text:
        case Type::path:
            return text_schema();
        case Type::integer:
            return Value::Map{{"type", "integer"}};
        case Type::number:
            return Value::Map{{"type", "number"}};
        case Type::boolean:
            return Value::Map{{"type", "boolean"}};
        case Type::list:
            return Value::Map{{"type", "array"}};
        case Type::map:
            return Value::Map{{"type", "object"}};
        case Type::url:
            return pattern_schema("^https?://[^/?#\\s]\\S*$");
        case Type::duration:
            return pattern_schema(kDurationPattern);
        case Type::size:
            return size_schema();
        case Type::any:
            break;
    }
    return Value::Map{};
}

/// As a job file would have it: the kept milliseconds as a duration, the kept bytes as a size.
Value as_written(const Value& value, Type type) {
    if (!value.is_integer()) return value;
    if (type == Type::duration) return format_duration(std::chrono::milliseconds(value.integer()));
    if (type == Type::size) return format_size(value.integer());
    return value;
}

/// Where a secret is, as config/secret_reference.hpp has it.
Value secret_schema() {
    const Value text = Value::Map{{"type", "string"}, {"minLength", 1}};
    return Value::Map{
        {"type", "object"},
        {"additionalProperties", false},
        {"minProperties", 1},
        {"maxProperties", 1},
        {"properties", Value::Map{{"file", text},
                                  {"env", pattern_schema("^[A-Za-z_][A-Za-z0-9_]*$")},
                                  {"command", Value::Map{{"type", "array"}, {"minItems", 1}, {"items", text_schema()}}},
                                  {"credential", pattern_schema("^[^./][^/]*$")}}}};
}

/// What a parameter may be where it stands as it is.
Value plain_schema_of(const ParameterDescription& parameter) {
    Value schema = parameter.secret ? secret_schema() : schema_of(parameter.type);
    if (!parameter.allowed.empty()) {
        Value::List allowed;
        for (const Value& value : parameter.allowed) allowed.push_back(as_written(value, parameter.type));
        schema.map()["enum"] = std::move(allowed);
    }
    if (parameter.at_least) schema.map()["minimum"] = *parameter.at_least;
    if (parameter.at_most) schema.map()["maximum"] = *parameter.at_most;
    return schema;
}

Value expression_schema() { return pattern_schema("\\$\\{\\{"); }

Value schema_of(const ParameterDescription& parameter) {
    Value plain = plain_schema_of(parameter);
    const bool takes_any_text = parameter.type == Type::any || plain == text_schema();
    Value schema = takes_any_text ? std::move(plain)
                                  : Value(Value::Map{{"anyOf", Value::List{std::move(plain), expression_schema()}}});
    schema.map()["description"] = parameter.help;
    if (!parameter.default_value.is_null())
        schema.map()["default"] = as_written(parameter.default_value, parameter.type);
    return schema;
}

Value object_schema(Value::Map properties, Value::List required) {
    Value::Map schema = {{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
    if (!required.empty()) schema["required"] = std::move(required);
    return schema;
}

Value schema_of(const JobKey& key, const Value& uses);

Value schema_of(std::span<const JobKey> keys, const Value& uses) {
    Value::Map properties;
    Value::List required;
    for (const JobKey& key : keys) {
        Value schema = schema_of(key, uses);
        schema.map()["description"] = key.help;
        properties.emplace(key.name, std::move(schema));
        if (key.required) required.emplace_back(key.name);
    }
    return object_schema(std::move(properties), std::move(required));
}

/// Of a value that has no keys of its own.
Value simple_schema_of(JobValue value) {
    switch (value) {
        case JobValue::name:
            return pattern_schema(kNamePattern);
        case JobValue::text:
            return text_schema();
        case JobValue::duration:
            return pattern_schema(kDurationPattern);
        case JobValue::size:
            return size_schema();
        case JobValue::boolean:
            return Value::Map{{"type", "boolean"}};
        case JobValue::amount:
            return Value::Map{{"type", "integer"}, {"minimum", 1}};
        case JobValue::count:
            return Value::Map{{"type", "integer"}, {"minimum", 1}, {"maximum", 1000}};
        case JobValue::fraction:
            return Value::Map{{"type", "number"}, {"minimum", 0}, {"maximum", 1}};
        case JobValue::any:
            return Value::Map{};
        case JobValue::type:
            return word_schema(type_words());
        case JobValue::overlap:
            return word_schema(overlap_words());
        case JobValue::when:
            return word_schema(when_words());
        case JobValue::backoff:
            return word_schema(backoff_words());
        default:
            break;
    }
    return Value::Map{{"type", "string"}, {"minLength", 1}};
}

Value schema_of(const JobKey& key, const Value& uses) {
    switch (key.value) {
        case JobValue::schedule:
            return schema_of(schedule_keys(), uses);
        case JobValue::job_parameters:
            return Value::Map{{"type", "object"}, {"additionalProperties", schema_of(job_parameter_keys(), uses)}};
        case JobValue::defaults:
            return schema_of(default_keys(), uses);
        case JobValue::tasks:
            return Value::Map{
                {"type", "array"}, {"minItems", 1}, {"items", Value::Map{{"$ref", "#/definitions/task"}}}};
        case JobValue::task_type:
            return uses;
        case JobValue::parameters:
            return Value::Map{{"type", "object"}};
        case JobValue::files:
            return Value::Map{{"anyOf", Value::List{Value::Map{{"const", "none"}}, schema_of(files_keys(), uses)}}};
        case JobValue::paths:
            return paths_schema();
        case JobValue::include:
            return Value::Map{{"anyOf", Value::List{path_schema(), paths_schema()}}};
        case JobValue::scopes:
            return Value::Map{{"type", "object"}, {"additionalProperties", scope_list_schema(1)}};
        case JobValue::scope_list:
            return scope_list_schema(0);
        case JobValue::list:
            return Value::Map{{"anyOf", Value::List{Value::Map{{"type", "array"}}, expression_schema()}}};
        case JobValue::for_each:
            return Value::Map{{"anyOf", Value::List{Value::Map{{"type", "array"}}, expression_schema(),
                                                    schema_of(for_each_keys(), uses)}}};
        case JobValue::limits:
            return schema_of(limit_keys(), uses);
        case JobValue::environment:
            return Value::Map{
                {"type", "object"},
                {"additionalProperties", Value::Map{{"type", Value::List{"string", "number", "boolean", "null"}}}}};
        case JobValue::pools:
        case JobValue::task_names:
            return Value::Map{{"type", "array"}, {"items", pattern_schema(kNamePattern)}};
        case JobValue::retry:
            return schema_of(retry_keys(), uses);
        case JobValue::retry_causes:
            return Value::Map{{"type", "array"}, {"items", word_schema(retry_cause_words())}};
        default:
            break;
    }
    return simple_schema_of(key.value);
}

/// What follows for a task that uses this type: its parameters.
Value rule_for(const std::string& uses, const TaskDescription& type) {
    Value::Map properties;
    Value::List required;
    for (const ParameterDescription& parameter : type.parameters) {
        properties.emplace(parameter.name, schema_of(parameter));
        if (parameter.required) required.emplace_back(parameter.name);
    }
    const bool must_be_given = !required.empty();
    Value::Map then = {{"properties", Value::Map{{"with", object_schema(std::move(properties), std::move(required))}}}};
    if (must_be_given) then["required"] = Value::List{"with"};
    return Value::Map{{"if", Value::Map{{"properties", Value::Map{{"uses", Value::Map{{"const", uses}}}}},
                                        {"required", Value::List{"uses"}}}},
                      {"then", std::move(then)}};
}

/// Of a file that has these keys at its top.
Value file_schema(std::span<const JobKey> keys, const char* title, TaskCatalog& catalog) {
    Value::List names;
    Value::List rules;
    for (const std::string& plugin : catalog.plugin_names())
        for (const std::string& task : catalog.task_names(plugin)) {
            const TaskDescription* type = catalog.find(plugin, task);
            if (!type) continue;
            const std::string uses = plugin + '.' + task;
            names.emplace_back(uses);
            rules.push_back(rule_for(uses, *type));
        }
    const Value uses = names.empty() ? Value(Value::Map{{"type", "string"}}) : Value(Value::Map{{"enum", names}});
    Value task = schema_of(task_keys(), uses);
    if (!rules.empty()) task.map()["allOf"] = std::move(rules);
    Value schema = schema_of(keys, uses);
    schema.map()["$schema"] = "http://json-schema.org/draft-07/schema#";
    schema.map()["title"] = title;
    schema.map()["definitions"] = Value::Map{{"task", std::move(task)}};
    return schema;
}

}  // namespace

Value job_schema(TaskCatalog& catalog) {
    Value schema = file_schema(job_keys(), "errand job", catalog);
    // The tasks may be those of a fragment.
    schema.map()["anyOf"] =
        Value::List{Value::Map{{"required", Value::List{"tasks"}}}, Value::Map{{"required", Value::List{"include"}}}};
    return schema;
}

Value fragment_schema(TaskCatalog& catalog) { return file_schema(fragment_keys(), "errand job fragment", catalog); }

}  // namespace errand

#include "runner/run_scope.hpp"

#include <set>

#include "base/logger.hpp"
#include "errand/json.hpp"

namespace errand {

namespace {

using References = std::vector<Expression::Reference>;

void add_variables(const References& references, std::set<std::string>& names) {
    for (const Expression::Reference& reference : references)
        if (reference.path.size() == 2 && reference.path.front() == "env") names.insert(reference.path.back());
}

/// The variables that the expressions of a job name. No other is in the scope.
std::set<std::string> variables_of(const JobDefinition& job) {
    std::set<std::string> names;
    for (const TaskDefinition& task : job.tasks) {
        if (task.condition) add_variables(task.condition->references(), names);
        if (task.for_each) add_variables(task.for_each->items.references(), names);
        for (const auto& [name, text] : task.environment)
            if (text) add_variables(text->references(), names);
        if (!task.open) continue;
        for (const auto& [name, value] : task.open->parameters) add_variables(value.references(), names);
    }
    return names;
}

std::string as_text(const Value& value) {
    if (value.is_null()) return {};
    return value.is_text() ? value.text() : to_json(value);
}

}  // namespace

RunScope::RunScope(const RunRequest& request) {
    Value::Map environment;
    for (const std::string& name : variables_of(request.job))
        if (const auto value = request.environment(name)) environment.emplace(name, *value);
    const Value scheduled_for = request.scheduled_for ? Value(format_utc(*request.scheduled_for)) : Value();
    names_["params"] = request.parameters;
    names_["env"] = std::move(environment);
    names_["run"] = Value::Map{{"id", request.run_id}, {"job", request.job.name}, {"scheduled_for", scheduled_for}};
    names_["tasks"] = Value::Map();
}

void RunScope::add(const std::string& task, const AttemptResult& result) {
    names_["tasks"].map()[task] =
        Value::Map{{"outputs", result.outputs}, {"state", state_name(result.state)}, {"message", result.message}};
}

void RunScope::set_outcome(std::string_view state, const std::string& reason) {
    names_["run"].map()["state"] = state;
    names_["run"].map()["reason"] = reason;
}

Value::Map RunScope::names_for(const Value& item, std::size_t index) const {
    Value::Map names = names_;
    names["item"] = item;
    names["index"] = index;
    return names;
}

bool is_wanted(const TaskDefinition& task, const Value::Map& names) try {
    return !task.condition || is_true(task.condition->evaluate(names));
} catch (const EvaluationError& error) {
    throw ValueError("its condition " + task.condition->text() + ": " + error.what());
}

Value::List items_of(const ForEach& for_each, const Value::Map& names) {
    Value items = for_each.items.evaluate(names);
    if (!items.is_list())
        throw ValueError(std::string("'foreach' is to be a list, and its expression gives ") + items.kind());
    return std::move(items.list());
}

std::map<std::string, std::string> environment_of(const TaskDefinition& task, const RunRequest& request,
                                                  const Value::Map& names) {
    std::map<std::string, std::string> environment;
    for (const auto& [name, text] : task.environment) {
        if (text)
            environment[name] = as_text(text->evaluate(names));
        else if (const auto own = request.environment(name))
            environment[name] = *own;
    }
    return environment;
}

Value::Map secrets_of(const TaskDefinition& task, const RunRequest& request) {
    Value::Map secrets;
    for (const auto& [name, reference] : task.secrets) {
        const Value* parameter = reference.find("param");
        const auto given =
            parameter ? request.secret_parameters.find(parameter->text()) : request.secret_parameters.end();
        if (!parameter)
            secrets[name] = reference;
        else if (given != request.secret_parameters.end())
            secrets[name] = given->second;
    }
    return secrets;
}

}  // namespace errand

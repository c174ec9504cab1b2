#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "errand/description_check.hpp"
#include "errand/error.hpp"
#include "errand/parameters.hpp"
#include "errand/task_description.hpp"
#include "errand/value.hpp"

namespace errand::testing {

/// `'text', 'json'`: values in a message.
inline std::string spelled_out(const std::vector<Value>& allowed) {
    std::string text;
    for (const Value& value : allowed) {
        text += text.empty() ? "" : ", ";
        if (value.is_text())
            text += "'" + value.text() + "'";
        else
            text += value.is_integer() ? std::to_string(value.integer()) : value.kind();
    }
    return text;
}

inline void check_parameter(const std::string& task, const ParameterDescription& parameter, const Value& value) {
    const std::string name = "parameter '" + parameter.name + "' of task '" + task + "'";
    if (!abi::is_of_type(value, parameter.type))
        throw ValueError(name + ": expected " + abi::expectation(parameter.type) + ", found " + value.kind());
    if (!abi::is_allowed(value, parameter))
        throw ValueError(name + ": " + spelled_out({value}) + " is none of " + spelled_out(parameter.allowed));
    if (!abi::is_in_range(value, parameter))
        throw ValueError(name + ": " + spelled_out({value}) + " is not " + abi::range_of(parameter));
}

/// The parameters that a task gets when a job gives it `given`: checked, with the defaults filled in.
/// \throws ValueError where errand would refuse the job.
inline Parameters checked_parameters(const TaskDescription& description, Value::Map given) {
    for (const auto& entry : given) {
        const std::string& name = entry.first;
        const bool is_known = std::any_of(description.parameters.begin(), description.parameters.end(),
                                          [&name](const ParameterDescription& known) { return known.name == name; });
        if (!is_known) throw ValueError("task '" + description.name + "' has no parameter '" + name + "'");
    }
    for (const ParameterDescription& parameter : description.parameters) {
        const auto found = given.find(parameter.name);
        if (found != given.end())
            check_parameter(description.name, parameter, found->second);
        else if (parameter.required)
            throw ValueError("task '" + description.name + "' requires the parameter '" + parameter.name + "'");
        else if (!parameter.default_value.is_null())
            given.emplace(parameter.name, parameter.default_value);
    }
    Parameters::Secrets secrets;
    for (const ParameterDescription& parameter : description.parameters) {
        const auto found = given.find(parameter.name);
        if (!parameter.secret || found == given.end()) continue;
        secrets.emplace(parameter.name, Secret(found->second.text()));
        given.erase(found);
    }
    return Parameters(std::move(given), std::move(secrets));
}

/// `text` with the `{name}` of text parameters replaced by their values.
/// \throws ValueError if there is no such parameter.
inline std::string filled_in(std::string text, const Value::Map& parameters) {
    std::size_t open = 0;
    while ((open = text.find('{', open)) != std::string::npos) {
        const std::size_t close = text.find('}', open);
        if (close == std::string::npos) break;
        const std::string name = text.substr(open + 1, close - open - 1);
        const auto found = parameters.find(name);
        if (found == parameters.end()) throw ValueError("'" + text + "' needs the parameter '" + name + "'");
        const std::string& value = found->second.text();
        text.replace(open, close - open + 1, value);
        open += value.size();
    }
    return text;
}

}  // namespace errand::testing

#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "errand/error.hpp"
#include "errand/task_description.hpp"
#include "errand/value.hpp"

/// What errand holds a task type's description against, and what holds parameters against a description. For errand and
/// the harness: plugin authors call nothing of it.
namespace errand::abi {

/// What a parameter of `type` must be, for messages.
inline std::string expectation(Type type) {
    switch (type) {
        case Type::text:
        case Type::url:
        case Type::path:
            return "text";
        case Type::integer:
            return "an integer";
        case Type::number:
            return "a number";
        case Type::boolean:
            return "a boolean";
        case Type::list:
            return "a list";
        case Type::map:
            return "a map";
        case Type::duration:
            return "a duration (milliseconds)";
        case Type::size:
            return "a size (bytes)";
        case Type::any:
            break;
    }
    return "anything";
}

inline bool is_of_type(const Value& value, Type type) {
    switch (type) {
        case Type::text:
        case Type::url:
        case Type::path:
            return value.is_text();
        case Type::integer:
            return value.is_integer();
        case Type::number:
            return value.is_number();
        case Type::boolean:
            return value.is_boolean();
        case Type::list:
            return value.is_list();
        case Type::map:
            return value.is_map();
        case Type::duration:
        case Type::size:
            return value.is_integer() && value.integer() >= 0;
        case Type::any:
            break;
    }
    return true;
}

/// "from 1 to 1000", "1 or more", "1000 or less"; nothing for a parameter without a range.
inline std::string range_of(const ParameterDescription& parameter) {
    const auto text = [](const std::optional<std::int64_t>& bound) { return std::to_string(*bound); };
    if (parameter.at_least && parameter.at_most)
        return "from " + text(parameter.at_least) + " to " + text(parameter.at_most);
    if (parameter.at_least) return text(parameter.at_least) + " or more";
    return parameter.at_most ? text(parameter.at_most) + " or less" : "";
}

inline bool is_in_range(const Value& value, const ParameterDescription& parameter) {
    return !value.is_integer() || ((!parameter.at_least || value.integer() >= *parameter.at_least) &&
                                   (!parameter.at_most || value.integer() <= *parameter.at_most));
}

inline bool is_allowed(const Value& value, const ParameterDescription& parameter) {
    const auto& allowed = parameter.allowed;
    return allowed.empty() || std::find(allowed.begin(), allowed.end(), value) != allowed.end();
}

/// Checks one description.
class DescriptionCheck {
public:
    /// Lifetime: `task` outlives it.
    explicit DescriptionCheck(const TaskDescription& task) : task_(task) {}

    /// \throws Error with the first thing that is wrong.
    void run() const {
        if (!is_word(task_.name, "-")) refuse("its name is not made of lower-case letters, digits and hyphens");
        check_names(task_.parameters, "parameter");
        check_names(task_.outputs, "output");
        for (const ParameterDescription& parameter : task_.parameters) check_parameter(parameter);
        std::set<std::string> servers;
        for (const ScopeDescription& scopes : task_.scopes) {
            if (!servers.insert(scopes.resource_server).second)
                refuse("it needs scopes at '" + scopes.resource_server + "' twice; name them in one call");
            for (const std::string& scope : scopes.scopes) check_scope(scope);
        }
        for (const auto* paths : {&task_.files.read, &task_.files.write})
            for (const std::string& path : *paths) check_template("path", path, "a path", {Type::path});
    }

private:
    [[noreturn]] void refuse(const std::string& what) const { throw Error("task type '" + task_.name + "': " + what); }

    static bool is_word(const std::string& text, std::string_view also) {
        const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
        return !text.empty() && is_plain(text.front()) && std::all_of(text.begin(), text.end(), [&](char c) {
            return is_plain(c) || also.find(c) != std::string_view::npos;
        });
    }

    template <class Named>
    void check_names(const std::vector<Named>& all, const std::string& kind) const {
        std::set<std::string> names;
        for (const Named& one : all) {
            if (!is_word(one.name, "-_"))
                refuse("the name of the " + kind + " '" + one.name +
                       "' is not made of lower-case letters, digits, '-' and '_'");
            if (!names.insert(one.name).second) refuse("it has two " + kind + "s called '" + one.name + "'");
        }
    }

    void check_parameter(const ParameterDescription& parameter) const {
        const std::string name = "the parameter '" + parameter.name + "'";
        if (parameter.secret && parameter.type != Type::text) refuse(name + " is secret, but no text");
        if (parameter.secret && !(parameter.default_value.is_null() && parameter.allowed.empty()))
            refuse(name + " is secret, and yet its value, or what it may be, can be read in the description");
        const bool has_range = parameter.at_least || parameter.at_most;
        if (has_range && parameter.type != Type::integer) refuse(name + " has a range, but is no integer");
        if (parameter.at_least && parameter.at_most && *parameter.at_least > *parameter.at_most)
            refuse(name + " has a range that holds nothing, " + range_of(parameter));
        for (const Value& value : parameter.allowed) check_type(value, parameter, "one of the values of ");
        const Value& otherwise = parameter.default_value;
        if (otherwise.is_null()) return;
        check_type(otherwise, parameter, "the default of ");
        if (!is_allowed(otherwise, parameter)) refuse("the default of " + name + " is none of the values it may have");
        if (!is_in_range(otherwise, parameter)) refuse("the default of " + name + " is not " + range_of(parameter));
    }

    void check_type(const Value& value, const ParameterDescription& parameter, const char* which) const {
        if (is_of_type(value, parameter.type)) return;
        const bool is_negative = value.is_integer() && parameter.type != Type::boolean && value.integer() < 0;
        refuse(which + ("the parameter '" + parameter.name) + "' is " + (is_negative ? "negative" : value.kind()) +
               ", expected " + expectation(parameter.type));
    }

    /// Blanks separate scopes, and within brackets what one depends on. Source: RFC 6749 section 3.3.
    static bool is_one_scope(const std::string& scope) {
        int depth = 0;
        for (const char c : scope) {
            if (c == '[') ++depth;
            if (c == ']') --depth;
            if (c == '\t' || c == '\r' || c == '\n' || (c == ' ' && depth <= 0)) return false;
        }
        return !scope.empty();
    }

    void check_scope(const std::string& scope) const {
        if (!is_one_scope(scope))
            refuse("the scope '" + scope + "' is empty or holds blanks; make each a string of its own");
        check_template("scope", scope, "text", {Type::text, Type::url, Type::path});
    }

    /// Holds every `{name}` of `text` against the parameters.
    void check_template(const std::string& what, const std::string& text, const std::string& wanted,
                        const std::vector<Type>& types) const {
        for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
            const std::size_t close = text.find('}', open);
            if (close == std::string::npos) refuse("in the " + what + " '" + text + "' a '{' is not closed");
            const std::string name = text.substr(open + 1, close - open - 1);
            const std::string needed = "the " + what + " '" + text + "' needs the parameter '" + name + "'";
            const auto found = std::find_if(task_.parameters.begin(), task_.parameters.end(),
                                            [&](const ParameterDescription& known) { return known.name == name; });
            if (found == task_.parameters.end()) refuse(needed + ", which there is not");
            if (found->secret) refuse(needed + ", which is secret");
            if (std::find(types.begin(), types.end(), found->type) == types.end()) refuse(needed + " to be " + wanted);
        }
    }

    const TaskDescription& task_;
};

}  // namespace errand::abi

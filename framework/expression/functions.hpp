#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "errand/value.hpp"

namespace errand::expression {

class Arguments;

/// What an expression can call.
struct Function {
    std::string_view name;
    /// With its parameters, for messages: "default(value, fallback)".
    std::string_view usage;
    /// How many arguments it takes.
    std::size_t least;
    std::size_t most;
    /// \throws EvaluationError
    Value (*apply)(const Arguments& arguments);
    /// The first argument may refer to what is not there.
    bool takes_missing = false;
    /// What is wrong with an argument, counted from 0, to follow its name: "is not a time". Null where nothing can be.
    std::optional<std::string> (*objection)(std::size_t index, const Value& argument) = nullptr;

    /// For messages: "2 arguments", "2 or 3 arguments".
    std::string arguments() const;
};

/// Null if there is none.
const Function* find_function(std::string_view name);

/// That there is no function `name`, and which is nearest.
std::string unknown_function(std::string_view name);

}  // namespace errand::expression

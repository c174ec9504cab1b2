#include "expression/arguments.hpp"

#include <utility>

#include "expression/evaluator.hpp"
#include "expression/functions.hpp"

namespace errand::expression {

Value Arguments::value(std::size_t index) const { return evaluator_.value(*call_.arguments[index]); }

std::optional<Value> Arguments::if_there(std::size_t index) const {
    // An exception, since what is missing may stand anywhere in the argument.
    try {
        return value(index);
    } catch (const NotThere&) {
        return std::nullopt;
    }
}

std::string Arguments::text(std::size_t index) const {
    Value found = value(index);
    if (!found.is_text()) fail(index, found, "text");
    return found.text();
}

Value::List Arguments::list(std::size_t index) const {
    Value found = value(index);
    if (!found.is_list()) fail(index, found, "a list");
    return std::move(found.list());
}

void Arguments::fail(std::size_t index, const Value& found, const std::string& expected) const {
    fail(index, std::string("is ") + found.kind() + ", but " + std::string(call_.function->name) + "() expects " +
                    expected + " there");
}

void Arguments::fail(std::size_t index, const std::string& what) const {
    const Node& argument = *call_.arguments[index];
    throw EvaluationError(argument.column, evaluator_.written(argument) + ' ' + what);
}

}  // namespace errand::expression

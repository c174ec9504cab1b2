#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "errand/value.hpp"
#include "expression/node.hpp"

namespace errand::expression {

class Evaluator;

/// What a function is called with. An argument is evaluated each time that it is asked for, so that one that is not
/// needed cannot fail.
///
/// Lifetime: within the call.
class Arguments {
public:
    Arguments(const Evaluator& evaluator, const Call& call) : evaluator_(evaluator), call_(call) {}

    std::size_t size() const { return call_.arguments.size(); }

    /// Arguments are counted from 0.
    /// \throws EvaluationError if it has no value, as all of these do.
    Value value(std::size_t index) const;
    /// Nothing if it refers to what is not there.
    std::optional<Value> if_there(std::size_t index) const;
    /// \throws EvaluationError if it is no text.
    std::string text(std::size_t index) const;
    /// \throws EvaluationError if it is no list.
    Value::List list(std::size_t index) const;

    /// \throws EvaluationError always: the argument is not what the function expects.
    [[noreturn]] void fail(std::size_t index, const Value& found, const std::string& expected) const;
    /// \throws EvaluationError always: about the argument, which the message names first.
    [[noreturn]] void fail(std::size_t index, const std::string& what) const;

private:
    const Evaluator& evaluator_;
    const Call& call_;
};

}  // namespace errand::expression

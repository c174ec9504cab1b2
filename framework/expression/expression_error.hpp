#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

namespace errand {

/// A text is not an expression, or not a text with expressions in it. `what()` says what was found and what was
/// expected; `column` is where in the text, from 0, in bytes.
class ExpressionSyntaxError : public std::runtime_error {
public:
    ExpressionSyntaxError(std::size_t column_, const std::string& what) : std::runtime_error(what), column(column_) {}

    const std::size_t column;
};

/// An expression has no value: what it refers to is not there, or is of another kind than is wanted. `what()` names it
/// as the expression does, and never shows a value; `column` is where in the text, from 0, in bytes.
class EvaluationError : public std::runtime_error {
public:
    EvaluationError(std::size_t column_, const std::string& what) : std::runtime_error(what), column(column_) {}

    const std::size_t column;
};

}  // namespace errand

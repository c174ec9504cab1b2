#include "expression/expression.hpp"

#include <algorithm>

#include "expression/evaluator.hpp"
#include "expression/lexer.hpp"
#include "expression/parser.hpp"
#include "expression/references.hpp"

namespace errand {

Expression Expression::parse(std::string_view text, std::size_t column) {
    const std::size_t begin = std::min(text.find_first_not_of(expression::kBlanks), text.size());
    const std::size_t end = text.find_last_not_of(expression::kBlanks) + 1;
    return Expression(text.substr(begin, std::max(begin, end) - begin), column + begin);
}

Expression::Expression(std::string_view text, std::size_t column)
    : text_(text), column_(column), root_(expression::parse(text, column)) {}

std::vector<Expression::Reference> Expression::references() const { return expression::references(*root_); }

Value Expression::evaluate(const Value::Map& scope) const {
    return expression::Evaluator(scope, text_, column_).value(*root_);
}

bool is_true(const Value& condition) {
    if (condition.is_boolean()) return condition.boolean();
    throw EvaluationError(0, std::string("a condition is true or false, found ") + condition.kind());
}

}  // namespace errand

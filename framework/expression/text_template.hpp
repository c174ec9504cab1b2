#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "errand/value.hpp"
#include "expression/expression.hpp"

namespace errand {

/// A text with expressions in it, each between `${{` and `}}`. `$${{` stands for a `${{` that begins none, and a `}}`
/// within a text literal ends none.
///
/// An immutable value.
/// Thread-safety: all members may be called concurrently.
class TextTemplate {
public:
    /// Whether there is a `${{` in `text`, also in `$${{`: any other text is a template that gives itself.
    static bool has_expressions(std::string_view text) { return text.find("${{") != std::string_view::npos; }

    /// \throws ExpressionSyntaxError, whose column is relative to `text`.
    static TextTemplate parse(std::string_view text);

    /// As it was written.
    const std::string& text() const { return text_; }

    /// Whether it has no expressions, and so is the same in each scope.
    bool is_constant() const;

    /// In the order in which they stand, with columns relative to text().
    std::vector<Expression::Reference> references() const;

    /// Where it is one expression with nothing but blanks around it, the value of that. Otherwise a text: what stands
    /// between the expressions as it is, and of these a text as it is, null as nothing, integers, numbers and booleans
    /// as JSON has them. \throws EvaluationError as Expression::evaluate() does; for a list or a map that would have to
    /// become text; and for a text of more than 1 MiB.
    Value evaluate(const Value::Map& scope) const;

    friend bool operator==(const TextTemplate& left, const TextTemplate& right) { return left.text_ == right.text_; }

private:
    /// What an expression is put in place of.
    struct Inserted {
        Expression expression;
        std::size_t column;
    };
    using Piece = std::variant<std::string, Inserted>;

    explicit TextTemplate(std::string_view text) : text_(text) {}

    const Expression* only_expression() const;

    std::string text_;
    std::vector<Piece> pieces_;
};

}  // namespace errand

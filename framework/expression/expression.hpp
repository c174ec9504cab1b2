#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "errand/value.hpp"
#include "expression/expression_error.hpp"

namespace errand {

namespace expression {
struct Node;
}

/// What stands between `${{` and `}}`. One that exists is well formed, and calls only functions that there are. The
/// language is told in framework/docs/EXPRESSIONS.md.
///
/// An immutable value; copies share what they hold.
/// Thread-safety: all members may be called concurrently.
class Expression {
public:
    /// In bytes.
    static constexpr std::size_t kLongest = 4096;
    /// How many parentheses, lists, calls, subscripts and `!` may stand within each other.
    static constexpr int kDeepest = 64;

    /// Something of the scope that an expression names.
    struct Reference {
        /// The names that lead there, `tasks`, `list`, `outputs`, `count`, up to a subscript that is no text literal.
        std::vector<std::string> path;
        /// Where it begins, as the column of an error.
        std::size_t column = 0;
        /// In the first argument of default(), so that it need not be there.
        bool may_be_missing = false;

        friend bool operator==(const Reference&, const Reference&) = default;
    };

    /// `column` is where `text` stands in a larger one, which the columns of all errors and references are relative to.
    /// \throws ExpressionSyntaxError
    static Expression parse(std::string_view text, std::size_t column = 0);

    /// As it was written, without the blanks around it.
    const std::string& text() const { return text_; }

    /// In the order in which they stand.
    std::vector<Reference> references() const;

    /// The value where names mean the members of `scope`. Operands that do not decide, and a fallback that is not
    /// needed, are not evaluated.
    /// \throws EvaluationError, also for a list or the result of a function of more than 1 MiB.
    Value evaluate(const Value::Map& scope) const;

    /// Equal as texts.
    friend bool operator==(const Expression& left, const Expression& right) { return left.text_ == right.text_; }

private:
    Expression(std::string_view text, std::size_t column);

    std::string text_;
    std::size_t column_;
    std::shared_ptr<const expression::Node> root_;
};

/// What a condition says.
/// \throws EvaluationError if it is not a boolean.
bool is_true(const Value& condition);

}  // namespace errand

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "errand/value.hpp"
#include "expression/expression_error.hpp"
#include "expression/node.hpp"

namespace errand::expression {

/// What an expression refers to is not there.
class NotThere final : public EvaluationError {
public:
    using EvaluationError::EvaluationError;
};

/// Computes the values of an expression's parts.
///
/// Lifetime: `scope` and `text` outlive it.
class Evaluator {
public:
    /// `text` is that of the whole expression, which begins at `column`.
    Evaluator(const Value::Map& scope, std::string_view text, std::size_t column)
        : scope_(scope), text_(text), column_(column) {}

    /// \throws EvaluationError
    Value value(const Node& node) const;

    /// How a part was written, in quotes, shortened where it is long: for messages.
    std::string written(const Node& node) const { return written(node.column, node.end); }

private:
    Value of(const Node& node, const Constant& constant) const;
    Value of(const Node& node, const ListOf& list) const;
    Value of(const Node& node, const Path& path) const;
    Value of(const Node& node, const Call& call) const;
    Value of(const Node& node, const Not& negation) const;
    Value of(const Node& node, const Logic& logic) const;
    Value of(const Node& node, const Comparison& comparison) const;

    bool condition(const Node& node) const;
    /// What the step at `index` of a path leads to from `from`.
    const Value& member(const Node& node, const Path& path, std::size_t index, const Value& from) const;
    const Value& item(const Node& node, const Step& step, const Value& key, const Value::List& list) const;
    const Value& entry(const Node& node, const Step& step, const std::string& key, const Value::Map& map) const;

    std::string written(std::size_t from, std::size_t end) const;

    const Value::Map& scope_;
    const std::string_view text_;
    const std::size_t column_;
};

}  // namespace errand::expression

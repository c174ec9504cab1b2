#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "errand/value.hpp"
#include "expression/text_template.hpp"

namespace errand {

/// A value whose texts, also those within lists and maps, may be templates. Keys are none.
///
/// An immutable value.
/// Thread-safety: all members may be called concurrently.
class ValueTemplate {
public:
    using List = std::vector<ValueTemplate>;
    using Map = std::map<std::string, ValueTemplate, std::less<>>;

    /// Null.
    ValueTemplate() = default;
    /// The value as it is, whatever its texts hold.
    explicit ValueTemplate(Value constant) : form_(std::move(constant)) {}
    explicit ValueTemplate(TextTemplate text) : form_(std::move(text)) {}
    explicit ValueTemplate(List items) : form_(std::move(items)) {}
    explicit ValueTemplate(Map members) : form_(std::move(members)) {}

    /// Takes each text in `value` for a template. Who knows where each of them was written parses them one by one, and
    /// puts the whole together from these.
    /// \throws ExpressionSyntaxError, whose column is relative to the text that is wrong.
    static ValueTemplate parse(const Value& value);

    /// Whether it has no expressions, and so is the same in each scope.
    bool is_constant() const;

    /// Those of all texts, with columns relative to the text in which each stands.
    std::vector<Expression::Reference> references() const;

    /// \throws EvaluationError as TextTemplate::evaluate() does, and if all that its texts give is more than 8 MiB.
    Value evaluate(const Value::Map& scope) const;

    friend bool operator==(const ValueTemplate&, const ValueTemplate&) = default;

private:
    Value evaluate(const Value::Map& scope, std::size_t& room) const;

    std::variant<Value, TextTemplate, List, Map> form_;
};

}  // namespace errand

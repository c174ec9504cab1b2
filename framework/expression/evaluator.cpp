#include "expression/evaluator.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/suggestion.hpp"
#include "expression/arguments.hpp"
#include "expression/comparison.hpp"
#include "expression/extent.hpp"
#include "expression/functions.hpp"
#include "expression/lexer.hpp"

namespace errand::expression {

namespace {

/// The nearest key that could have been meant. Only a key that is a name: others may hold anything.
std::string nearest_key(const std::string& key, const Value::Map& map) {
    std::vector<std::string> names;
    for (const auto& member : map)
        if (is_name(member.first)) names.push_back(member.first);
    return suggestion(key, names);
}

std::string items(std::size_t count) { return std::to_string(count) + (count == 1 ? " item" : " items"); }

}  // namespace

Value Evaluator::value(const Node& node) const {
    return std::visit([&](const auto& form) { return of(node, form); }, node.form);
}

Value Evaluator::of(const Node& /*node*/, const Constant& constant) const { return constant.value; }

Value Evaluator::of(const Node& node, const ListOf& list) const {
    Value::List values;
    std::size_t size = 0;
    for (const NodePtr& item : list.items) {
        values.push_back(value(*item));
        size += extent(values.back());
        if (size > kLargestResult) throw EvaluationError(node.column, written(node) + " is larger than 1 MiB");
    }
    return values;
}

Value Evaluator::of(const Node& node, const Path& path) const {
    if (path.start) {
        const Value start = value(*path.start);
        const Value* found = &start;
        for (std::size_t i = 0; i < path.steps.size(); ++i) found = &member(node, path, i, *found);
        return *found;
    }
    const Step& first = path.steps.front();
    const Value* found = &entry(node, first, std::get<Constant>(first.key->form).value.text(), scope_);
    for (std::size_t i = 1; i < path.steps.size(); ++i) found = &member(node, path, i, *found);
    return *found;
}

Value Evaluator::of(const Node& node, const Call& call) const {
    Value result = call.function->apply(Arguments(*this, call));
    if (extent(result) > kLargestResult)
        throw EvaluationError(node.column, "what " + written(node) + " gives is larger than 1 MiB");
    return result;
}

Value Evaluator::of(const Node& /*node*/, const Not& negation) const { return !condition(*negation.operand); }

Value Evaluator::of(const Node& /*node*/, const Logic& logic) const {
    for (const NodePtr& operand : logic.operands)
        if (condition(*operand) == logic.decisive) return logic.decisive;
    return !logic.decisive;
}

Value Evaluator::of(const Node& node, const Comparison& comparison) const {
    const Value left = value(*comparison.left);
    const Value right = value(*comparison.right);
    if (const auto result = compare(left, comparison.symbol, right)) return *result;
    throw EvaluationError(node.column, written(*comparison.left) + " is " + left.kind() + " and " +
                                           written(*comparison.right) + " is " + right.kind() + ", but '" +
                                           std::string(comparison.symbol) + "' compares two numbers or two texts");
}

bool Evaluator::condition(const Node& node) const {
    const Value found = value(node);
    if (found.is_boolean()) return found.boolean();
    throw EvaluationError(node.column, written(node) + " is " + found.kind() + ", expected true or false");
}

const Value& Evaluator::member(const Node& node, const Path& path, std::size_t index, const Value& from) const {
    const Step& step = path.steps[index];
    const Value key = value(*step.key);
    if (from.is_map() && key.is_text()) return entry(node, step, key.text(), from.map());
    if (from.is_list() && key.is_integer()) return item(node, step, key, from.list());
    const std::string whole = index > 0 ? written(node.column, path.steps[index - 1].end) : written(*path.start);
    if (from.is_null())
        throw NotThere(node.column, written(node.column, step.end) + " is not there: " + whole + " is null");
    const std::string what = whole + " is " + from.kind();
    if (from.is_map()) throw EvaluationError(node.column, what + ", whose keys are text, found " + key.kind());
    if (from.is_list())
        throw EvaluationError(node.column, what + ", whose items have positions, as in [0], found " + key.kind());
    throw EvaluationError(node.column, what + ", which has no members");
}

const Value& Evaluator::item(const Node& node, const Step& step, const Value& key, const Value::List& list) const {
    const std::int64_t position = key.integer();
    if (position >= 0 && static_cast<std::uint64_t>(position) < list.size())
        return list[static_cast<std::size_t>(position)];
    throw NotThere(node.column, written(node.column, step.end) + " is not there: the list has " + items(list.size()));
}

const Value& Evaluator::entry(const Node& node, const Step& step, const std::string& key, const Value::Map& map) const {
    const auto found = map.find(key);
    if (found != map.end()) return found->second;
    // A key that is computed may be a secret.
    const bool is_written = std::holds_alternative<Constant>(step.key->form);
    throw NotThere(node.column, written(node.column, step.end) + " is not there" +
                                    (is_written ? nearest_key(key, map) : std::string()));
}

std::string Evaluator::written(std::size_t from, std::size_t end) const {
    constexpr std::size_t kMost = 100;
    std::string shown(text_.substr(from - column_, end - from));
    if (shown.size() > kMost) {
        std::size_t cut = kMost;
        while ((static_cast<unsigned char>(shown[cut]) & 0xC0U) == 0x80U) --cut;
        shown = shown.substr(0, cut) + "…";
    }
    std::replace_if(
        shown.begin(), shown.end(), [](unsigned char c) { return c < ' ' || c == 0x7f; }, ' ');
    return '\'' + shown + '\'';
}

}  // namespace errand::expression

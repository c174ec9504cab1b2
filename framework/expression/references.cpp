#include "expression/references.hpp"

#include <utility>

#include "expression/functions.hpp"

namespace errand::expression {

namespace {

class Collector {
public:
    void collect(const Node& node, bool may_be_missing) {
        std::visit([&](const auto& form) { of(node, form, may_be_missing); }, node.form);
    }

    std::vector<Expression::Reference> take() { return std::move(found_); }

private:
    void of(const Node& /*node*/, const Constant& /*constant*/, bool /*may_be_missing*/) {}

    void of(const Node& /*node*/, const ListOf& list, bool may_be_missing) {
        for (const NodePtr& item : list.items) collect(*item, may_be_missing);
    }

    void of(const Node& node, const Path& path, bool may_be_missing) {
        if (path.start)
            collect(*path.start, may_be_missing);
        else
            found_.push_back({names_of(path), node.column, may_be_missing});
        for (const Step& step : path.steps) collect(*step.key, may_be_missing);
    }

    void of(const Node& /*node*/, const Call& call, bool may_be_missing) {
        bool is_first = true;
        for (const NodePtr& argument : call.arguments) {
            collect(*argument, may_be_missing || (is_first && call.function->takes_missing));
            is_first = false;
        }
    }

    void of(const Node& /*node*/, const Not& negation, bool may_be_missing) {
        collect(*negation.operand, may_be_missing);
    }

    void of(const Node& /*node*/, const Logic& logic, bool may_be_missing) {
        for (const NodePtr& operand : logic.operands) collect(*operand, may_be_missing);
    }

    void of(const Node& /*node*/, const Comparison& comparison, bool may_be_missing) {
        collect(*comparison.left, may_be_missing);
        collect(*comparison.right, may_be_missing);
    }

    static std::vector<std::string> names_of(const Path& path) {
        std::vector<std::string> names;
        for (const Step& step : path.steps) {
            const auto* constant = std::get_if<Constant>(&step.key->form);
            if (!constant || !constant->value.is_text()) break;
            names.push_back(constant->value.text());
        }
        return names;
    }

    std::vector<Expression::Reference> found_;
};

}  // namespace

std::vector<Expression::Reference> references(const Node& root) {
    Collector collector;
    collector.collect(root, false);
    return collector.take();
}

}  // namespace errand::expression

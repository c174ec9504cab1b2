#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <variant>
#include <vector>

#include "errand/value.hpp"

namespace errand::expression {

struct Function;
struct Node;
using NodePtr = std::shared_ptr<const Node>;

/// A literal that is no list.
struct Constant {
    Value value;
};

/// `[a, b]`
struct ListOf {
    std::vector<NodePtr> items;
};

/// `.name` or `[key]`
struct Step {
    /// For a name, a constant.
    NodePtr key;
    /// The column behind it.
    std::size_t end = 0;
};

/// `name.name[key]`
struct Path {
    /// What the steps lead on from: the scope where this is null; the first step is then a name.
    NodePtr start;
    std::vector<Step> steps;
};

/// `name(argument, …)`, with as many arguments as the function takes.
struct Call {
    const Function* function = nullptr;
    std::vector<NodePtr> arguments;
};

/// `!operand`
struct Not {
    NodePtr operand;
};

/// `a || b || c`, `a && b && c`
struct Logic {
    /// The operand that decides: true for `||`, false for `&&`.
    bool decisive = false;
    std::vector<NodePtr> operands;
};

/// `a == b` and its like
struct Comparison {
    std::string_view symbol;
    NodePtr left;
    NodePtr right;
};

/// A part of an expression, from `column` to before `end`.
struct Node {
    std::size_t column = 0;
    std::size_t end = 0;
    std::variant<Constant, ListOf, Path, Call, Not, Logic, Comparison> form;
};

}  // namespace errand::expression

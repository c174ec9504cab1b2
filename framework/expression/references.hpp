#pragma once

#include <vector>

#include "expression/expression.hpp"
#include "expression/node.hpp"

namespace errand::expression {

/// What a tree refers to, in the order of the text.
std::vector<Expression::Reference> references(const Node& root);

}  // namespace errand::expression

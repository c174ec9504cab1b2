#pragma once

#include <cstddef>
#include <string_view>

#include "expression/node.hpp"

namespace errand::expression {

/// The tree of a whole expression, whose text begins at `column`.
/// \throws ExpressionSyntaxError
NodePtr parse(std::string_view text, std::size_t column);

}  // namespace errand::expression

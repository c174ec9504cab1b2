#pragma once

#include <optional>
#include <string_view>

#include "errand/value.hpp"

namespace errand::expression {

/// Equal by content; integers and numbers, also within lists and maps, by what they count.
bool equal(const Value& left, const Value& right);

/// Whether `left symbol right` holds, for a symbol of `==`, `!=`, `<`, `<=`, `>`, `>=`. Texts are ordered by their code
/// points. Nothing where values of these kinds have no order.
std::optional<bool> compare(const Value& left, std::string_view symbol, const Value& right);

}  // namespace errand::expression

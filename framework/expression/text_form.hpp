#pragma once

#include <optional>
#include <string>

#include "errand/value.hpp"

namespace errand::expression {

/// `value` as a part of a text: text as it is, null as nothing, others as JSON has them. Nothing for a list or a map.
std::optional<std::string> text_form(const Value& value);

}  // namespace errand::expression

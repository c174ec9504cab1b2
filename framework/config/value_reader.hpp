#pragma once

#include <optional>

#include "config/document.hpp"
#include "config/problems.hpp"
#include "errand/value.hpp"

namespace errand {

/// Reads what may be any value: what is in quotes is text, and of what is not, `true`, `12` and `1.5` are no text, but
/// `yes` and `2026-03-01` are.
std::optional<Value> read_value(const Node& node, Problems& problems);

}  // namespace errand

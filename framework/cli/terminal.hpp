#pragma once

#include <functional>
#include <optional>
#include <string>

namespace errand {

/// An environment variable's value, or nothing when it is not set.
using EnvironmentReader = std::function<std::optional<std::string>(const std::string& name)>;

/// True when `descriptor` is a terminal that understands cursor movement.
bool is_terminal(int descriptor, const EnvironmentReader& environment);

/// True when messages on `descriptor` may be coloured. Source: no-color.org.
bool wants_colour(int descriptor, const EnvironmentReader& environment);

/// In columns; 80 when it is not known.
int terminal_width(int descriptor);

}  // namespace errand

#pragma once

#include "base/environment.hpp"

namespace errand {

/// True when `descriptor` is a terminal that understands cursor movement.
bool is_terminal(int descriptor, const EnvironmentLookup& environment);

/// True when messages on `descriptor` may be coloured. Source: no-color.org.
bool wants_colour(int descriptor, const EnvironmentLookup& environment);

/// In columns; 80 when it is not known.
int terminal_width(int descriptor);

}  // namespace errand

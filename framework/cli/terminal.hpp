#pragma once

#include "base/environment.hpp"

namespace errand {

/// True when `descriptor` is a terminal that understands cursor movement.
bool is_terminal(int descriptor, const EnvironmentLookup& environment);

/// True when messages on `descriptor` may be coloured. Source: no-color.org.
bool wants_colour(int descriptor, const EnvironmentLookup& environment);

/// What fits on a terminal at once; 80 by 24 where that is not known.
struct TerminalSize {
    int columns = 80;
    int rows = 24;

    bool operator==(const TerminalSize&) const = default;
};

/// As it is now: a terminal can be made larger or smaller.
TerminalSize terminal_size(int descriptor);

}  // namespace errand

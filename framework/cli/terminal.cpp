#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

namespace errand {

bool is_terminal(int descriptor, const EnvironmentLookup& environment) {
    return ::isatty(descriptor) == 1 && environment("TERM").value_or("dumb") != "dumb";
}

bool wants_colour(int descriptor, const EnvironmentLookup& environment) {
    return is_terminal(descriptor, environment) && environment("NO_COLOR").value_or("").empty();
}

TerminalSize terminal_size(int descriptor) {
    TerminalSize known;
    winsize size = {};
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return known;
    if (size.ws_col > 0) known.columns = size.ws_col;
    if (size.ws_row > 0) known.rows = size.ws_row;
    return known;
}

}  // namespace errand

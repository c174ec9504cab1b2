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

int terminal_width(int descriptor) {
    constexpr int kUsual = 80;
    winsize size = {};
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsual;
}

}  // namespace errand

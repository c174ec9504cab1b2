#include "cli/terminal.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>

#include <boost/test/unit_test.hpp>
#include <map>

#include "support/descriptors.hpp"

namespace errand {

using Variables = std::map<std::string, std::string>;

EnvironmentLookup environment(const Variables& variables) {
    return [variables](const std::string& name) {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
}

/// A terminal of 100 columns that nobody looks at.
struct PseudoTerminal {
    PseudoTerminal() {
        BOOST_TEST_REQUIRE(::grantpt(master.get()) == 0);
        BOOST_TEST_REQUIRE(::unlockpt(master.get()) == 0);
        terminal = UniqueFd(::open(::ptsname(master.get()), O_RDWR | O_NOCTTY | O_CLOEXEC));
        const winsize size = {.ws_row = 25, .ws_col = 100, .ws_xpixel = 0, .ws_ypixel = 0};
        BOOST_TEST_REQUIRE(::ioctl(terminal.get(), TIOCSWINSZ, &size) == 0);
    }

    UniqueFd master{::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)};
    UniqueFd terminal;
};

BOOST_FIXTURE_TEST_SUITE(terminal, PseudoTerminal)

BOOST_AUTO_TEST_CASE(is_one_that_understands_cursor_movement) {
    BOOST_TEST(is_terminal(terminal.get(), environment({{"TERM", "xterm"}})));
    BOOST_TEST(!is_terminal(terminal.get(), environment({{"TERM", "dumb"}})));
    BOOST_TEST(!is_terminal(terminal.get(), environment({})));
}

BOOST_AUTO_TEST_CASE(has_its_own_size) {
    BOOST_TEST((terminal_size(terminal.get()) == TerminalSize{.columns = 100, .rows = 25}));
    const winsize unknown = {};
    BOOST_TEST_REQUIRE(::ioctl(terminal.get(), TIOCSWINSZ, &unknown) == 0);
    BOOST_TEST((terminal_size(terminal.get()) == TerminalSize{.columns = 80, .rows = 24}));
}

BOOST_AUTO_TEST_CASE(is_coloured_unless_no_color_is_set) {
    BOOST_TEST(wants_colour(terminal.get(), environment({{"TERM", "xterm"}})));
    BOOST_TEST(wants_colour(terminal.get(), environment({{"TERM", "xterm"}, {"NO_COLOR", ""}})));
    BOOST_TEST(!wants_colour(terminal.get(), environment({{"TERM", "xterm"}, {"NO_COLOR", "1"}})));
    BOOST_TEST(!wants_colour(terminal.get(), environment({{"TERM", "dumb"}})));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(pipe_is_no_terminal) {
    const testing::DescriptorPair pipe = testing::make_pipe();
    const auto xterm = environment({{"TERM", "xterm"}});
    BOOST_TEST(!is_terminal(pipe.second.get(), xterm));
    BOOST_TEST(!wants_colour(pipe.second.get(), xterm));
    BOOST_TEST((terminal_size(pipe.second.get()) == TerminalSize{.columns = 80, .rows = 24}));
}

}  // namespace errand

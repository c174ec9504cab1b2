#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

#include "base/error.hpp"
#include "base/process_spawner.hpp"
#include "support/normalised.hpp"
#include "support/workspace.hpp"

using errand::UniqueFd;
using errand::testing::CommandRequest;
using errand::testing::normalised;
using errand::testing::Workspace;

namespace {

/// A pseudo-terminal: what is written to `program` is drawn, and read from `screen`.
struct PseudoTerminal {
    UniqueFd screen;
    UniqueFd program;

    explicit PseudoTerminal(unsigned short width) {
        int ends[2] = {};
        const winsize size = {24, width, 0, 0};
        if (::openpty(&ends[0], &ends[1], nullptr, nullptr, &size) != 0) throw errand::system_error("openpty");
        screen = UniqueFd(ends[0]);
        program = UniqueFd(ends[1]);
    }
};

/// All that `request` draws on a terminal that its standard error is.
std::string drawn_by(const CommandRequest& request, unsigned short width) {
    PseudoTerminal terminal(width);
    const UniqueFd nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
    errand::PosixSpawner spawner;
    const pid_t pid = spawner.spawn({request.words.front(),
                                     {request.words.begin() + 1, request.words.end()},
                                     request.environment,
                                     request.directory,
                                     {nothing.get(), nothing.get(), terminal.program.get()}});
    // Reading fails once nobody has the other end.
    terminal.program.reset();
    std::string drawn;
    std::array<char, 4096> buffer;
    for (ssize_t count = 0; (count = ::read(terminal.screen.get(), buffer.data(), buffer.size())) > 0;)
        drawn.append(buffer.data(), static_cast<std::size_t>(count));
    waitpid(pid, nullptr, 0);
    return drawn;
}

struct Drawing {
    unsigned short width;
    const char* options;
    const char* terminal;
    std::string progress;

    friend std::ostream& operator<<(std::ostream& out, const Drawing& row) {
        return out << row.width << row.options << row.terminal;
    }
};

const std::string kAway = "\r\x1b[2K";

const Drawing drawings[] = {
    {80, "--verbose", "xterm", kAway + "say  [##########----------]  1/2 steps" + kAway},
    {20, "--verbose", "xterm", kAway + "say  [##########---" + kAway},
    {80, "--verbose", "dumb", ""},
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(terminal, Workspace)

BOOST_DATA_TEST_CASE(shows_how_far_a_task_is_and_takes_it_away_again, boost::unit_test::data::make(drawings), row) {
    configure();
    write("job.yaml", "name: job\ntasks:\n  - {name: say, uses: probe.echo}\n");
    set(std::string("TERM=") + row.terminal);
    set("NO_COLOR=1");
    BOOST_TEST(normalised(drawn_by(errand({"run", row.options, "./job.yaml"}), row.width), *this) ==
               "TIME debug: task 'say': started, probe.echo\r\n"
               "TIME warning: task 'say': about to put out\r\n" +
                   row.progress + "TIME info: task 'say' succeeded after DURATION: echoed\r\n");
}

BOOST_AUTO_TEST_CASE(shows_nothing_of_a_silent_run) {
    configure();
    write("job.yaml", "name: job\ntasks:\n  - {name: say, uses: probe.echo}\n");
    set("TERM=xterm");
    BOOST_TEST(drawn_by(errand({"run", "--quiet", "./job.yaml"}), 80) == "");
}

BOOST_AUTO_TEST_SUITE_END()

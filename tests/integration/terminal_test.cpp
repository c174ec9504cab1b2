#include <poll.h>
#include <pty.h>
#include <unistd.h>

#include <array>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <csignal>
#include <ostream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "base/error.hpp"
#include "base/outlet.hpp"
#include "support/normalised.hpp"
#include "support/screen.hpp"
#include "support/stopped_reader.hpp"
#include "support/workspace.hpp"

namespace errand::testing {

/// A pseudo-terminal, and what is seen on its screen.
class PseudoTerminal {
public:
    PseudoTerminal(unsigned short columns, unsigned short rows) : screen_(columns, rows) {
        int ends[2] = {};
        const winsize size = {rows, columns, 0, 0};
        if (::openpty(&ends[0], &ends[1], nullptr, nullptr, &size) != 0) throw system_error("openpty");
        reader_ = UniqueFd(ends[0]);
        writer_ = UniqueFd(ends[1]);
    }

    /// What programs write to. Reading ends only when nobody has it any more.
    int writer() const { return writer_.get(); }
    void close_writer() { writer_.reset(); }
    void resize(unsigned short columns, unsigned short rows) {
        screen_.resize(columns, rows);
        const winsize size = {rows, columns, 0, 0};
        if (::ioctl(reader_.get(), TIOCSWINSZ, &size) != 0) throw system_error("TIOCSWINSZ");
    }
    /// Draws what comes next. False when nothing more does, or nothing within a minute.
    bool draw_more() {
        pollfd ready = {reader_.get(), POLLIN, 0};
        std::array<char, 4096> buffer;
        if (::poll(&ready, 1, 60'000) <= 0) return false;
        const ssize_t count = ::read(reader_.get(), buffer.data(), buffer.size());
        if (count <= 0) return false;
        drawn_.append(buffer.data(), static_cast<std::size_t>(count));
        screen_.write({buffer.data(), static_cast<std::size_t>(count)});
        return true;
    }
    /// All that was written.
    const std::string& drawn() const { return drawn_; }
    std::string seen() const { return screen_.text(); }

private:
    Screen screen_;
    std::string drawn_;
    UniqueFd reader_;
    UniqueFd writer_;
};

/// Runs on a terminal.
struct OnTerminal : Workspace {
    OnTerminal() {
        configure();
        set("TERM=xterm");
        set("NO_COLOR=1");
        write("place/first", "");
    }

    /// A task that is under way until so many are at a place where one is already, the tasks by name among them.
    static std::string waiting_task(const std::string& name, int count) {
        return "  - {name: " + name + ", uses: probe.meet, with: {place: place, count: " + std::to_string(count) +
               "}}\n";
    }
    /// One more is there.
    void release() const { write("place/last", ""); }

    /// `tasks` is the rest of the job.
    CommandRequest request(const std::string& tasks, std::vector<std::string> words = {"run", "./job.yaml"}) {
        write("job.yaml", "name: job\n" + tasks);
        CommandRequest run = errand(std::move(words));
        run.err = terminal.writer();
        return run;
    }
    CommandRequest with_output(CommandRequest run) const {
        run.out = terminal.writer();
        return run;
    }
    /// What is seen, with what differs from run to run replaced.
    std::string seen() const {
        static const std::regex duration("  (\\d+[hms]+)+(?= |\n)");
        static const std::regex columns("(\\S)  +(?=\\S)");
        static const std::regex wait("((begins in|cancelled after) )[0-9hms]+");
        std::string text = std::regex_replace(normalised(terminal.seen(), *this), duration, "  TIME");
        return std::regex_replace(std::regex_replace(text, columns, "$1  "), wait, "$1DURATION");
    }
    /// Whether it comes to be seen at the bottom of the screen; within a minute, since a run that shows anything else
    /// may do so forever.
    bool is_shown(const std::string& end) {
        const auto last = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        while (!seen().ends_with(end))
            if (std::chrono::steady_clock::now() > last || !terminal.draw_more()) return false;
        return true;
    }
    /// Whether something else comes to be seen.
    bool goes_on() {
        const std::string before = terminal.seen();
        while (terminal.seen() == before)
            if (!terminal.draw_more()) return false;
        return true;
    }
    /// What is seen when the run is over, its lines sorted: which of two tasks ends first is left to chance.
    std::string rest() {
        while (terminal.draw_more()) {
        }
        std::istringstream all(seen());
        std::multiset<std::string> lines;
        for (std::string line; std::getline(all, line);) lines.insert(line + "\n");
        std::string text;
        for (const std::string& line : lines) text += line;
        return text;
    }

    PseudoTerminal terminal{160, 24};
};

struct PlainTerminal {
    const char* type;
    const char* option;
    const char* lines;
};

inline std::ostream& operator<<(std::ostream& out, const PlainTerminal& row) {
    return out << row.type << ' ' << row.option;
}

constexpr char kEchoLines[] =
    "TIME debug: task 'say': started, probe.echo\n"
    "TIME info: task 'say' succeeded after DURATION: echoed\n"
    "TIME warning: task 'say': about to put out\n";

const PlainTerminal plain_terminals[] = {{"dumb", "--verbose", kEchoLines}, {"xterm", "--quiet", ""}};

BOOST_FIXTURE_TEST_SUITE(terminal, OnTerminal)

BOOST_AUTO_TEST_CASE(shows_what_is_under_way_and_prints_above_it) {
    Command run(
        with_output(request("tasks:\n" + waiting_task("list", 5) + waiting_task("copy", 5) + waiting_task("tidy", 5) +
                            "  - {name: say, uses: probe.echo, with: {text: hello}}\n"
                            "  - {name: more, needs: [tidy], uses: probe.echo, with: {text: more}}\n")));
    terminal.close_writer();
    BOOST_TEST(is_shown("list  TIME  [################----]  4/5 tasks\n"
                        "copy  TIME  [################----]  4/5 tasks\n"
                        "tidy  TIME  [################----]  4/5 tasks\n"
                        "1 of 5 tasks done, 3 under way, 1 to come\n"),
               seen());
    release();
    BOOST_TEST(rest() ==
               "TIME info: task 'copy' succeeded after DURATION\n"
               "TIME info: task 'list' succeeded after DURATION\n"
               "TIME info: task 'more' succeeded after DURATION: echoed\n"
               "TIME info: task 'say' succeeded after DURATION: echoed\n"
               "TIME info: task 'tidy' succeeded after DURATION\n"
               "TIME warning: task 'more': about to put out\n"
               "TIME warning: task 'say': about to put out\n"
               "hello\n"
               "more\n");
    BOOST_TEST(run.wait().exit_code == 0);
}

BOOST_AUTO_TEST_CASE(shows_how_many_items_have_ended) {
    Command run(
        request("tasks:\n  - name: copy\n    uses: probe.meet\n    with: {place: place, count: 3}\n"
                "    foreach: {in: [a, b, c], max_parallel: 2}\n"));
    terminal.close_writer();
    BOOST_TEST(is_shown("copy  TIME  [--------------------]  0/3 items\n"
                        "copy[0]  TIME  [#############-------]  2/3 tasks\n"
                        "copy[1]  TIME  [#############-------]  2/3 tasks\n"),
               seen());
    release();
    BOOST_TEST(rest() ==
               "TIME info: task 'copy' succeeded after DURATION: 3 of 3 items succeeded\n"
               "TIME info: task 'copy[0]' succeeded after DURATION\n"
               "TIME info: task 'copy[1]' succeeded after DURATION\n"
               "TIME info: task 'copy[2]' succeeded after DURATION\n");
    BOOST_TEST(run.wait().exit_code == 0);
}

BOOST_AUTO_TEST_CASE(counts_down_while_a_task_waits_for_another_attempt) {
    Command run(
        request("tasks:\n  - name: send\n    uses: probe.echo\n    with: {fail: no}\n"
                "    retry: {attempts: 3, delay: 1h}\n"));
    terminal.close_writer();
    BOOST_TEST(is_shown("send  waits  attempt 2 of 3 begins in DURATION\n"), seen());
    BOOST_TEST(goes_on());
    BOOST_TEST(is_shown("send  waits  attempt 2 of 3 begins in DURATION\n"), seen());
    run.signal(SIGTERM);
    BOOST_TEST(rest() ==
               "TIME error: task 'send' cancelled after DURATION: cancelled by SIGTERM, while it waited for attempt 2; "
               "before: no\n"
               "TIME warning: task 'send' failed after DURATION: no; attempt 2 of 3 begins in DURATION\n"
               "TIME warning: task 'send': about to put out\n");
    BOOST_TEST(run.wait().exit_code == 130);
}

BOOST_AUTO_TEST_CASE(shows_the_time_go_on_though_nothing_happens) {
    Command run(request("tasks:\n" + waiting_task("list", 3)));
    terminal.close_writer();
    BOOST_TEST(is_shown("list  TIME  [#############-------]  2/3 tasks\n"), seen());
    BOOST_TEST(goes_on());
    BOOST_TEST(is_shown("list  TIME  [#############-------]  2/3 tasks\n"), seen());
    release();
    BOOST_TEST(rest() == "TIME info: task 'list' succeeded after DURATION\n");
    BOOST_TEST(run.wait().exit_code == 0);
}

BOOST_AUTO_TEST_CASE(shows_no_more_than_the_terminal_has_room_for) {
    terminal.resize(80, 5);
    Command run(request("tasks:\n" + waiting_task("a", 6) + waiting_task("b", 6) + waiting_task("c", 6) +
                        waiting_task("d", 6)));
    terminal.close_writer();
    BOOST_TEST(is_shown("a  TIME  [################----]  5/6 tasks\n"
                        "b  TIME  [################----]  5/6 tasks\n"
                        "and 2 more\n"
                        "0 of 4 tasks done, 4 under way\n"),
               seen());
    terminal.resize(7, 4);
    BOOST_TEST(is_shown("a  TIME\nand 3\n0 of 4\n"), seen());
    terminal.resize(80, 24);
    release();
    BOOST_TEST(rest() ==
               "TIME info: task 'a' succeeded after DURATION\n"
               "TIME info: task 'b' succeeded after DURATION\n"
               "TIME info: task 'c' succeeded after DURATION\n"
               "TIME info: task 'd' succeeded after DURATION\n");
    BOOST_TEST(run.wait().exit_code == 0);
}

BOOST_DATA_TEST_CASE(shows_nothing_where_it_cannot_or_is_not_to, boost::unit_test::data::make(plain_terminals), row) {
    set(std::string("TERM=") + row.type);
    Command run(
        request("tasks:\n  - {name: say, uses: probe.echo, with: {wait: 1s}}\n", {"run", row.option, "./job.yaml"}));
    terminal.close_writer();
    BOOST_TEST(rest() == row.lines);
    BOOST_TEST(terminal.drawn().find('\x1b') == std::string::npos);
    BOOST_TEST(run.wait().exit_code == 0);
}

BOOST_AUTO_TEST_CASE(whose_reader_has_stopped_does_not_keep_a_run_from_its_time_limit) {
    fill(Outlet(terminal.writer()));
    Command run(request("time_limit: 1s\ntasks:\n" + waiting_task("list", 3)));
    BOOST_TEST(run.wait().exit_code == 124);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::testing

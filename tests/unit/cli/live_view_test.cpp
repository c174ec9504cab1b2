#include "cli/live/live_view.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "cli/captured_output.hpp"
#include "support/descriptors.hpp"
#include "support/fake_clock.hpp"
#include "support/live_tasks.hpp"
#include "support/screen.hpp"
#include "support/stopped_reader.hpp"

namespace errand {

using namespace std::chrono_literals;
using testing::task_named;

/// A view on a terminal, of a run that has passed its first moments.
struct ViewOnTerminal {
    ViewOnTerminal() {
        view.show(run);
        clock.advance(300ms);
        start("list");
    }
    void start(const char* task) {
        run.expect_tasks(1);
        run.attempt_started(task_named(task), 1, clock.steady_now());
    }
    void progress(std::int64_t done) { run.progressed(task_named("list"), {done, 0, "files"}); }
    void print(const std::string& text) {
        view.make_room_for_output();
        std::ostream(&output) << text << std::flush;
    }
    /// What has been written since the last time.
    std::string drawn() {
        const std::string all = terminal.text(1 << 20);
        const std::string more = all.substr(seen);
        seen = all.size();
        return more;
    }
    std::string screen() const {
        testing::Screen screen(80, 24);
        screen.write(terminal.text(1 << 20));
        return screen.text();
    }

    testing::FakeClock clock;
    RunOverview run;
    TerminalSize size;
    CapturedOutput terminal;
    OutletBuffer errors{terminal.descriptor()};
    OutletBuffer output{terminal.descriptor()};
    std::ostream out{&errors};
    LiveView view{{out, errors, &output, [this] { return size; }}, clock};
    std::size_t seen = 0;
};

BOOST_FIXTURE_TEST_SUITE(live_view, ViewOnTerminal)

BOOST_AUTO_TEST_CASE(is_drawn_over_again) {
    view.show(run);
    BOOST_TEST(drawn() == "\rlist  0s\x1b[K\x1b[J");
    clock.advance(1s);
    start("copy");
    view.show(run);
    BOOST_TEST(drawn() == "\rlist  1s\x1b[K\ncopy  0s\x1b[K\n0 of 2 tasks done, 2 under way\x1b[K\x1b[J");
    clock.advance(1s);
    run.task_ended(task_named("copy"), AttemptState::succeeded);
    view.show(run);
    BOOST_TEST(drawn() == "\r\x1b[2Alist  2s\x1b[K\n1 of 2 tasks done, 1 under way\x1b[K\x1b[J");
    BOOST_TEST(screen() == "list  2s\n1 of 2 tasks done, 1 under way\n");
}

BOOST_AUTO_TEST_CASE(is_not_drawn_in_the_first_moments_of_a_run) {
    CapturedOutput other_terminal;
    OutletBuffer other_errors{other_terminal.descriptor()};
    std::ostream other_out{&other_errors};
    LiveView other{{other_out, other_errors, nullptr, [] { return TerminalSize(); }}, clock};
    const auto first = clock.steady_now() + 300ms;
    BOOST_TEST((other.show(run) == first));
    clock.advance(299ms);
    BOOST_TEST((other.show(run) == first));
    BOOST_TEST(other_terminal.text(100) == "");
    clock.advance(1ms);
    other.show(run);
    BOOST_TEST(other_terminal.text(100) == "\rlist  0s\x1b[K\x1b[J");
}

BOOST_AUTO_TEST_CASE(is_not_drawn_more_often_than_ten_times_a_second) {
    progress(1);
    const auto next = clock.steady_now() + 100ms;
    BOOST_TEST((view.show(run) == next));
    drawn();
    clock.advance(99ms);
    progress(2);
    BOOST_TEST((view.show(run) == next));
    BOOST_TEST(drawn() == "");
    clock.advance(1ms);
    BOOST_TEST((view.show(run) == next + 100ms));
    BOOST_TEST(drawn() == "\rlist  0s  2 files\x1b[K\x1b[J");
}

BOOST_AUTO_TEST_CASE(is_not_drawn_where_it_stands_already) {
    view.show(run);
    drawn();
    clock.advance(100ms);
    view.show(run);
    BOOST_TEST(drawn() == "");
}

BOOST_AUTO_TEST_CASE(is_drawn_for_a_terminal_of_another_size) {
    view.show(run);
    drawn();
    clock.advance(100ms);
    size.columns = 5;
    view.show(run);
    BOOST_TEST(drawn() == "\rlist\x1b[K\x1b[J");
}

BOOST_AUTO_TEST_CASE(makes_room_for_what_is_printed_above_it) {
    view.show(run);
    drawn();
    view.above() << "info: hello\n" << std::flush;
    BOOST_TEST(drawn() == "\r\x1b[Jinfo: hello\n");
    view.above() << 'x' << "y\n" << std::flush;
    BOOST_TEST(drawn() == "xy\n");
    clock.advance(100ms);
    view.show(run);
    BOOST_TEST(screen() == "info: hello\nxy\nlist  0s\n");
}

BOOST_AUTO_TEST_CASE(makes_room_for_what_tasks_print) {
    start("copy");
    view.show(run);
    print("one\ntwo\n");
    BOOST_TEST(screen() == "one\ntwo\n");
    clock.advance(100ms);
    view.show(run);
    BOOST_TEST(screen() == "one\ntwo\nlist  0s\ncopy  0s\n0 of 2 tasks done, 2 under way\n");
}

BOOST_AUTO_TEST_CASE(leaves_a_line_that_has_not_ended_as_it_is) {
    print("half a line");
    view.show(run);
    BOOST_TEST(screen() == "half a line\nlist  0s\n");
    print("another\n");
    clock.advance(100ms);
    view.show(run);
    BOOST_TEST(screen() == "half a line\nanother\nlist  0s\n");
}

BOOST_AUTO_TEST_CASE(begins_no_line_where_the_log_has_ended_one) {
    print("half a line");
    view.above() << ", and a log\n" << std::flush;
    view.show(run);
    BOOST_TEST(screen() == "half a line, and a log\nlist  0s\n");
}

BOOST_AUTO_TEST_CASE(is_taken_away_when_nothing_is_under_way) {
    view.show(run);
    drawn();
    run.task_ended(task_named("list"), AttemptState::succeeded);
    clock.advance(100ms);
    view.show(run);
    BOOST_TEST(drawn() == "\r\x1b[J");
    clock.advance(100ms);
    view.show(run);
    BOOST_TEST(drawn() == "");
}

BOOST_AUTO_TEST_CASE(is_not_drawn_while_the_output_is_still_to_be_printed) {
    std::ostream(&output) << "pending\n";
    BOOST_TEST((view.show(run) == Clock::SteadyTime::max()));
    BOOST_TEST(drawn() == "");
    output.write();
    view.show(run);
    BOOST_TEST(screen() == "pending\nlist  0s\n");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(live_view_at_its_end)

BOOST_AUTO_TEST_CASE(is_taken_away) {
    ViewOnTerminal terminal;
    {
        LiveView view({terminal.out, terminal.errors, nullptr, [] { return TerminalSize(); }}, terminal.clock);
        view.show(terminal.run);
        terminal.clock.advance(300ms);
        view.show(terminal.run);
        BOOST_TEST(terminal.screen() == "list  0s\n");
    }
    BOOST_TEST(terminal.screen() == "");
}

BOOST_AUTO_TEST_SUITE_END()

/// A terminal that takes nothing more, since nobody reads from it.
struct StoppedTerminal {
    StoppedTerminal() { errors.never_wait(); }
    /// Reads what it is full of, and then all that comes.
    std::string read_on() {
        std::string text(filling.size(), ' ');
        std::size_t size = 0;
        while (size < text.size())
            size += static_cast<std::size_t>(::read(pipe.first.get(), text.data() + size, text.size() - size));
        errors.write();
        return testing::read_line(pipe.first.get());
    }

    const testing::DescriptorPair pipe = testing::make_pipe();
    OutletBuffer errors{pipe.second.get()};
    std::ostream out{&errors};
    const std::string filling = testing::fill(errors.outlet());
};

BOOST_FIXTURE_TEST_SUITE(live_view_without_reader, StoppedTerminal)

BOOST_AUTO_TEST_CASE(is_drawn_once_and_then_as_it_is_when_there_is_room_again) {
    const testing::FakeClock clock;
    RunOverview run;
    LiveView view({out, errors, nullptr, [] { return TerminalSize(); }}, clock);
    view.show(run);
    run.attempt_started(task_named("list"), 1, clock.steady_now());
    for (int i = 1; i <= 100; ++i) {
        clock.sleep_for(1s);
        view.show(run);
    }
    BOOST_TEST((view.show(run) == Clock::SteadyTime::max()));
    view.above() << "info: hello\n" << std::flush;
    BOOST_TEST(read_on() == "\rlist  1s\x1b[K\x1b[J\r\x1b[Jinfo: hello");
    view.show(run);
    view.above() << "info: again\n" << std::flush;
    BOOST_TEST(testing::read_line(pipe.first.get()) == "\rlist  1m40s\x1b[K\x1b[J\r\x1b[Jinfo: again");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

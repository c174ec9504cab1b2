#include "cli/live/live_lines.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <limits>
#include <ostream>
#include <string>

#include "support/fake_clock.hpp"
#include "support/live_tasks.hpp"

namespace errand {

using namespace std::chrono_literals;
using testing::item_of;
using testing::task_named;

/// A run in which much is under way at once, a minute after it began.
RunOverview busy_run(Clock::SteadyTime now) {
    RunOverview run;
    run.expect_tasks(8);
    run.attempt_started(task_named("list"), 1, now - 72s);
    run.progressed(task_named("list"), {100, 250, "endpoints"});
    run.items_begin(task_named("copy"), 5, now - 12'900ms);
    run.task_ended(item_of("copy", 0), AttemptState::succeeded);
    run.task_ended(item_of("copy", 1), AttemptState::failed);
    TaskDefinition item = item_of("copy", 3);
    item.retry.attempts = 3;
    run.attempt_started(item, 2, now - 4s);
    run.progressed(item, {7, 0, "files"});
    TaskDefinition send = task_named("send");
    send.retry.attempts = 2;
    run.retry_planned(send, 1, now + 3'100ms);
    run.attempt_started(task_named("new"), 1, now);
    run.task_ended(task_named("bad"), AttemptState::timed_out);
    run.task_ended(task_named("good"), AttemptState::succeeded);
    run.task_ended(task_named("none"), AttemptState::skipped);
    return run;
}

std::string drawing_of(const RunOverview& run, const TerminalSize& size = {}) {
    std::string text;
    for (const std::string& line : live_lines(run, testing::FakeClock().steady_now(), size)) text += line + "\n";
    return text;
}

struct SizedDrawing {
    int columns;
    int rows;
    const char* lines;
};

std::ostream& operator<<(std::ostream& out, const SizedDrawing& row) { return out << row.columns << 'x' << row.rows; }

const SizedDrawing sized_drawings[] = {
    {80, 24,
     "list     1m12s  [########------------]  100/250 endpoints\n"
     "copy     12s    [########------------]  2/5 items, 1 failed\n"
     "copy[3]  4s     attempt 2 of 3  7 files\n"
     "send     waits  attempt 2 of 2 begins in 4s\n"
     "new      0s\n"
     "1 of 8 tasks done, 1 failed, 1 skipped, 4 under way, 1 to come\n"},
    {30, 7,
     "list     1m12s  [########----\n"
     "copy     12s    [########----\n"
     "copy[3]  4s     attempt 2 of \n"
     "send     waits  attempt 2 of \n"
     "new      0s\n"
     "1 of 8 tasks done, 1 failed, \n"},
    {30, 6,
     "list     1m12s  [########----\n"
     "copy     12s    [########----\n"
     "copy[3]  4s     attempt 2 of \n"
     "and 2 more\n"
     "1 of 8 tasks done, 1 failed, \n"},
    {30, 4, "list  1m12s  [########-------\nand 4 more\n1 of 8 tasks done, 1 failed, \n"},
    {30, 3, "1 of 8 tasks done, 1 failed, \n"},
    {30, 1, "1 of 8 tasks done, 1 failed, \n"},
    {5, 4, "list\nand \n1 of\n"},
    {1, 4, "\n\n\n"},
};

struct ShownProgress {
    std::int64_t done;
    std::int64_t total;
    const char* line;
};

std::ostream& operator<<(std::ostream& out, const ShownProgress& row) { return out << row.done << '/' << row.total; }

constexpr std::int64_t kLargestCount = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kSmallestCount = std::numeric_limits<std::int64_t>::min();

const ShownProgress shown_progress[] = {
    {0, 250, "list  0s  [--------------------]  0/250 files\n"},
    {249, 250, "list  0s  [###################-]  249/250 files\n"},
    {250, 250, "list  0s  [####################]  250/250 files\n"},
    {300, 250, "list  0s  [####################]  300/250 files\n"},
    {-5, 250, "list  0s  [--------------------]  -5/250 files\n"},
    {100, 0, "list  0s  100 files\n"},
    {100, -1, "list  0s  100 files\n"},
    {kLargestCount, 2, "list  0s  [####################]  9223372036854775807/2 files\n"},
    {kSmallestCount, kLargestCount,
     "list  0s  [--------------------]  -9223372036854775808/9223372036854775807 files\n"},
};

struct CutLine {
    const char* line;
    int columns;
    const char* beginning;
};

std::ostream& operator<<(std::ostream& out, const CutLine& row) { return out << row.line << ' ' << row.columns; }

const CutLine cut_lines[] = {
    {"list", 4, "list"},
    {"list", 3, "lis"},
    {"list", 0, ""},
    {"list", -1, ""},
    {"größe", 4, "größ"},
    {"größe", 3, "grö"},
    {"größe", 2, "gr"},
    {"a\u4e2d\u6587b", 6, "a\u4e2d\u6587b"},
    {"\u4e2d\u6587", 4, "\u4e2d\u6587"},
    {"\u4e2d\u6587", 3, "\u4e2d"},
    {"\u4e2d", 1, ""},
    {"\U0001f600x", 2, "\U0001f600"},
};

/// With one task that has begun just now.
struct LiveLines {
    LiveLines() {
        list.retry.attempts = 2;
        run.expect_tasks(1);
        run.attempt_started(list, 1, now);
    }

    const Clock::SteadyTime now = testing::FakeClock().steady_now();
    TaskDefinition list = task_named("list");
    RunOverview run;
};

BOOST_FIXTURE_TEST_SUITE(live_lines_of_a_run, LiveLines)

BOOST_DATA_TEST_CASE(fit_the_terminal, boost::unit_test::data::make(sized_drawings), row) {
    BOOST_TEST(drawing_of(busy_run(now), {row.columns, row.rows}) == row.lines);
}

BOOST_DATA_TEST_CASE(show_how_far_a_task_has_come, boost::unit_test::data::make(shown_progress), row) {
    run.progressed(list, {row.done, row.total, "files"});
    BOOST_TEST(drawing_of(run, {120, 24}) == row.line);
}

BOOST_DATA_TEST_CASE(are_cut_between_characters, boost::unit_test::data::make(cut_lines), row) {
    BOOST_TEST(cut_to_columns(row.line, row.columns) == row.beginning);
}

BOOST_AUTO_TEST_CASE(cannot_drive_the_terminal) {
    run.progressed(list, {1, 0, "\x1b[2J\n"});
    BOOST_TEST(drawing_of(run) == "list  0s  1 \\x1b[2J\\n\n");
}

BOOST_AUTO_TEST_CASE(are_none_while_no_task_is_under_way) {
    BOOST_TEST(drawing_of({}) == "");
    run.task_ended(list, AttemptState::succeeded);
    run.expect_tasks(1);
    BOOST_TEST(drawing_of(run) == "");
}

BOOST_AUTO_TEST_CASE(count_tasks_as_soon_as_there_is_more_than_one) {
    BOOST_TEST(drawing_of(run) == "list  0s\n");
    run.expect_tasks(1);
    BOOST_TEST(drawing_of(run) == "list  0s\n0 of 2 tasks done, 1 under way, 1 to come\n");
}

BOOST_AUTO_TEST_CASE(say_so_while_an_attempt_is_due) {
    run.retry_planned(list, 1, now - 1s);
    BOOST_TEST(drawing_of(run) == "list  waits  attempt 2 of 2 begins in 0s\n");
}

BOOST_AUTO_TEST_CASE(are_sixteen_at_most) {
    std::string expected;
    for (int i = 10; i < 30; ++i) {
        run.attempt_started(task_named("t" + std::to_string(i)), 1, now);
        if (i < 24) expected += "t" + std::to_string(i) + "   0s\n";
    }
    BOOST_TEST(drawing_of(run, {80, 100}) == "list  0s\n" + expected + "and 6 more\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

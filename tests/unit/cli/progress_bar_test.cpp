#include "cli/progress_bar.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <limits>
#include <ostream>
#include <sstream>

#include "support/fake_clock.hpp"

namespace errand {

using namespace std::chrono_literals;

constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kSmallest = std::numeric_limits<std::int64_t>::min();

struct Drawn {
    std::int64_t done;
    std::int64_t total;
    const char* line;
};

std::ostream& operator<<(std::ostream& out, const Drawn& drawn) { return out << drawn.done << '/' << drawn.total; }

const Drawn drawn_lines[] = {
    {0, 250, "list  [--------------------]  0/250 files"},
    {100, 250, "list  [########------------]  100/250 files"},
    {249, 250, "list  [###################-]  249/250 files"},
    {250, 250, "list  [####################]  250/250 files"},
    {300, 250, "list  [####################]  300/250 files"},
    {-5, 250, "list  [--------------------]  -5/250 files"},
    {100, 0, "list  100 files"},
    {100, -1, "list  100 files"},
    {kLargest, 2, "list  [####################]  9223372036854775807/2 files"},
    {kSmallest, kLargest, "list  [--------------------]  -9223372036854775808/9223372036854775807 files"},
};

BOOST_AUTO_TEST_SUITE(progress_line)

BOOST_DATA_TEST_CASE(shows_how_far_a_task_has_come, boost::unit_test::data::make(drawn_lines), drawn) {
    BOOST_TEST(format_progress("list", {drawn.done, drawn.total, "files"}, 120) == drawn.line);
}

BOOST_AUTO_TEST_CASE(never_fills_the_last_column) {
    BOOST_TEST(format_progress("list", {1, 0, "files"}, 9) == "list  1 ");
    BOOST_TEST(format_progress("list", {1, 0, "files"}, 0) == "");
}

BOOST_AUTO_TEST_CASE(cannot_drive_the_terminal) {
    BOOST_TEST(format_progress("list", {1, 0, "\x1b[2J\n"}, 80) == "list  1 \\x1b[2J\\n");
}

BOOST_AUTO_TEST_SUITE_END()

struct Bar {
    std::string drawn() {
        std::string text = out.str();
        out.str({});
        return text;
    }

    testing::FakeClock clock;
    std::ostringstream out;
    ProgressBar bar{out, clock, 80};
};

BOOST_FIXTURE_TEST_SUITE(progress_bar, Bar)

BOOST_AUTO_TEST_CASE(is_drawn_over_again) {
    bar.show("list", {1, 0, "files"});
    BOOST_TEST(drawn() == "\r\x1b[2Klist  1 files");
    clock.advance(100ms);
    bar.show("list", {2, 0, "files"});
    BOOST_TEST(drawn() == "\r\x1b[2Klist  2 files");
}

BOOST_AUTO_TEST_CASE(is_not_drawn_more_often_than_ten_times_a_second) {
    bar.show("list", {1, 0, "files"});
    drawn();
    clock.advance(99ms);
    bar.show("list", {2, 0, "files"});
    BOOST_TEST(drawn() == "");
}

BOOST_AUTO_TEST_CASE(is_cleared_once) {
    bar.clear();
    BOOST_TEST(drawn() == "");
    bar.show("list", {1, 0, "files"});
    drawn();
    bar.clear();
    BOOST_TEST(drawn() == "\r\x1b[2K");
    bar.clear();
    BOOST_TEST(drawn() == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

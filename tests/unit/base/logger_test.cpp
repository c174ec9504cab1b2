#include "base/logger.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <sstream>
#include <string>

#include "support/fake_clock.hpp"

using namespace errand;

namespace {

struct Row {
    const char* title;
    std::string text;
    std::size_t limit;
    const char* shown;

    friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.title; }
};

const Row rows[] = {
    {"plain", "hello, Größe", 100, "hello, Größe"},
    {"empty", "", 100, ""},
    {"new line and tab", "a\nb\tc", 100, "a\\nb\\tc"},
    {"escape sequence", "\x1b[31m\r", 100, "\\x1b[31m\\x0d"},
    {"zero byte and delete", std::string("\0\x7f", 2), 100, "\\x00\\x7f"},
    {"an escape sequence of one byte", "\u009b31m \x9b 31m\x8f", 100, "\\x9b31m \\x9b 31m\\x8f"},
    {"bytes that are a part of others", "\u00c0\u0440\U0001f6db", 100, "\u00c0\u0440\U0001f6db"},
    {"as long as the limit", "abcde", 5, "abcde"},
    {"longer than the limit", "abcdef", 5, "abcde…"},
    {"cut between characters", "aöböc", 2, "aö…"},
};

}  // namespace

BOOST_DATA_TEST_CASE(shows_a_text_on_one_line, boost::unit_test::data::make(rows), row) {
    BOOST_TEST(printable(row.text, row.limit) == row.shown);
}

BOOST_AUTO_TEST_CASE(writes_utc_times) {
    BOOST_TEST(format_utc(Clock::CalendarTime()) == "1970-01-01T00:00:00Z");
    BOOST_TEST(format_utc(Clock::CalendarTime(std::chrono::seconds(4'102'444'799))) == "2099-12-31T23:59:59Z");
}

BOOST_AUTO_TEST_CASE(writes_lines_of_the_least_severity_and_above) {
    std::ostringstream out;
    const testing::FakeClock clock;
    StreamLogger logger(out, clock, Severity::info);
    logger.debug("unseen");
    logger.info("one\ntwo");
    logger.warning("careful");
    logger.error("broken");
    BOOST_TEST(out.str() ==
               "2027-01-15T09:00:00Z info: one\\ntwo\n"
               "2027-01-15T09:00:00Z warning: careful\n"
               "2027-01-15T09:00:00Z error: broken\n");
}

BOOST_AUTO_TEST_CASE(colours_what_matters_when_asked) {
    std::ostringstream out;
    const errand::testing::FakeClock clock;
    errand::StreamLogger logger(out, clock, errand::Severity::info, true);
    logger.info("plain");
    logger.error("red");
    BOOST_TEST(out.str() ==
               "2027-01-15T09:00:00Z info: plain\n"
               "2027-01-15T09:00:00Z \x1b[31merror\x1b[0m: red\n");
}

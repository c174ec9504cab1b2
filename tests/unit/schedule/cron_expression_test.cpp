#include "schedule/cron_expression.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

using namespace errand;

namespace {

struct Refused {
    const char* text;
    std::size_t column;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const Refused& row) { return out << "'" << row.text << "'"; }
};

const char* const accepted[] = {
    "* * * * *",
    "0 6 * * *",
    "05 06 01 02 0",
    "*/15 0-6/2,12 1,15 JAN-mar,Dec mon-FRI",
    "0\t0  1 \t1 7",
    "30 0 0 1 1 *",
    "30 0 0 1 1 * 1970-2199",
    "0 0 31 2 *",
    "*/100 * * * *",
    "0 0 L * *",
    "0 0 1,L * *",
    "0 0 15W * *",
    "0 0 * * 5L",
    "0 0 * * FRIL",
    "0 0 * * fri#L",
    "0 0 * * FRI#2,5#5",
    "0 0 ? * 1",
    "0 0 1 * ?",
    "0 0 13 * +FRI",
    "0 0 * * 5-7",
    "@yearly",
    "@annually",
    "@monthly",
    "@weekly",
    "@daily",
    "@midnight",
    "@hourly",
    "@reboot",
};

const Refused refused[] = {
    {"60 * * * *", 0, "60 is out of range: minute is 0-59"},
    {"0 24 * * *", 2, "24 is out of range: hour is 0-23"},
    {"0 0 0 * *", 4, "0 is out of range: day-of-month is 1-31"},
    {"0 0 1 13 *", 6, "13 is out of range: month is 1-12"},
    {"0 0 * * 8", 8, "8 is out of range: day-of-week is 0-7"},
    {"61 0 0 * * *", 0, "61 is out of range: second is 0-59"},
    {"0 0 0 1 1 * 1969", 12, "1969 is out of range: year is 1970-2199"},
    {"99999999999999999999 * * * *", 0, "99999999999999999999 is out of range: minute is 0-59"},
    {"0 10-5 * * *", 2, "the range '10-5' runs backwards"},
    {"0 0 * * FRI-SUN", 8, "the range 'FRI-SUN' runs backwards; at the end of a range Sunday is 7"},
    {"*/0 * * * *", 2, "a step must be at least 1"},
    {"0/15 * * * *", 1, "a step may follow only '*' or a range"},
    {"/30 * * * *", 0, "unexpected '/' in minute, expected a value"},
    {"*/ * * * *", 2, "unexpected end in minute, expected a step"},
    {"*/x * * * *", 2, "unexpected 'x' in minute, expected a step"},
    {"1/2/3 * * * *", 1, "a step may follow only '*' or a range"},
    {"1-5/2/3 * * * *", 5, "unexpected '/' in minute"},
    {"1- * * * *", 2, "unexpected end in minute, expected a value"},
    {"1--2 * * * *", 2, "unexpected '-' in minute, expected a value"},
    {"-1 * * * *", 0, "unexpected '-' in minute, expected a value"},
    {"1,,2 * * * *", 2, "unexpected ',' in minute, expected a value"},
    {"1, * * * *", 2, "unexpected end in minute, expected a value"},
    {"** * * * *", 1, "unexpected '*' in minute"},
    {"¹ * * * *", 0, "unexpected '¹' in minute, expected a value"},
    {"0 0 * XYZ *", 6, "unexpected 'XYZ' in month"},
    {"0 0 * JANU *", 6, "unexpected 'JANU' in month"},
    {"0 0 * * MONDAY", 8, "unexpected 'MONDAY' in day-of-week"},
    {"MON * * * *", 0, "unexpected 'MON' in minute"},
    {"0 0 l * *", 4, "unexpected 'l' in day-of-month"},
    {"0 0 LW * *", 5, "unexpected 'W' in day-of-month"},
    {"0 0 W * *", 4, "unexpected 'W' in day-of-month"},
    {"0 0 15w * *", 6, "unexpected 'w' in day-of-month"},
    {"0 0 1,15W * *", 6, "'W' may not be part of a list or a range"},
    {"0 0 15W,20 * *", 4, "'W' may not be part of a list or a range"},
    {"0 0 1-15W * *", 4, "'W' may not be part of a list or a range"},
    {"0 0 * * FRI#6", 12, "a month has no such weekday; after '#' stands 1-5 or L"},
    {"0 0 * * FRI#0", 12, "a month has no such weekday; after '#' stands 1-5 or L"},
    {"0 0 * * FRI#", 12, "unexpected end in day-of-week, expected 1-5 or L after '#'"},
    {"0 0 * * 1-5#2", 11, "unexpected '#' in day-of-week"},
    {"0 0 5#2 * *", 5, "unexpected '#' in day-of-month"},
    {"0 0 * * 1+", 9, "unexpected '+' in day-of-week"},
    {"0 0 +1 * *", 4, "unexpected '+' in day-of-month, expected a value"},
    {"? * * * *", 0, "'?' may stand only for day-of-month and day-of-week"},
    {"", 0, "is empty"},
    {" \t", 0, "is empty"},
    {"0 6 * *", 7,
     "found 4 fields, expected 5 (minute hour day-of-month month day-of-week), 6 (second first) or 7 (year last)"},
    {"daily", 5,
     "found 1 field, expected 5 (minute hour day-of-month month day-of-week), 6 (second first) or 7 (year last)"},
    {"* * * * * * * *", 14,
     "found 8 fields, expected 5 (minute hour day-of-month month day-of-week), 6 (second first) or 7 (year last)"},
    {"@dayly", 0, "unknown nickname '@dayly', did you mean '@daily'?"},
    {"@Daily", 0, "unknown nickname '@Daily', did you mean '@daily'?"},
    {"@daily 5", 7, "nothing may follow @daily"},
    {"0 0 1\n1 * *", 5, "unexpected '\n' in day-of-month"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(cron_expression)

BOOST_DATA_TEST_CASE(accepts_the_whole_language, boost::unit_test::data::make(accepted), text) {
    BOOST_TEST(CronExpression::parse(text).text() == text);
}

BOOST_DATA_TEST_CASE(points_at_the_mistake, boost::unit_test::data::make(refused), row) {
    BOOST_CHECK_EXCEPTION(CronExpression::parse(row.text), CronSyntaxError, [&](const CronSyntaxError& error) {
        BOOST_TEST(error.what() == row.message);
        BOOST_TEST(error.column == row.column);
        return true;
    });
}

BOOST_AUTO_TEST_CASE(is_a_value_without_the_blanks_around_it) {
    BOOST_TEST((CronExpression::parse("  @daily\t") == CronExpression::parse("@daily")));
    BOOST_TEST((CronExpression::parse("@daily") != CronExpression::parse("@hourly")));
}

BOOST_AUTO_TEST_SUITE_END()

#include "http/http_date.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <ostream>

namespace errand {

BOOST_AUTO_TEST_SUITE(http_date)

struct GoodDate {
    const char* text;
    std::int64_t seconds;

    friend std::ostream& operator<<(std::ostream& out, const GoodDate& row) { return out << row.text; }
};

// The numbers are those of `date --utc +%s`.
const GoodDate good_dates[] = {
    {"Sun, 06 Nov 1994 08:49:37 GMT", 784'111'777},   {"Thu, 01 Jan 1970 00:00:00 GMT", 0},
    {"Thu, 29 Feb 2024 23:59:59 GMT", 1'709'251'199}, {"Fri, 31 Dec 9999 23:59:59 GMT", 253'402'300'799},
    {"Sunday, 06-Nov-94 08:49:37 GMT", 784'111'777},  {"Wednesday, 29-Feb-40 00:00:00 GMT", 2'214'086'400},
    {"Sun Nov  6 08:49:37 1994", 784'111'777},        {"Thu Feb 29 23:59:59 2024", 1'709'251'199},
    {"Sat, 31 Dec 2016 23:59:60 GMT", 1'483'228'800}, {"Wed, 31 Dec 1969 23:59:59 GMT", -1},
};

BOOST_DATA_TEST_CASE(reads_a_date, boost::unit_test::data::make(good_dates), row) {
    const auto date = parse_http_date(row.text);
    BOOST_TEST_REQUIRE(date.has_value());
    BOOST_TEST(date->time_since_epoch().count() == row.seconds);
}

const char* const bad_dates[] = {
    "",
    "Sunday 06-Nov-94 08:49:37 GMT",
    "Sunny, 06-Nov-94 08:49:37 GMT",
    "Sun, 06-Nov-94 08:49:37 GMT",
    "Sunday, 06-Nov-1994 08:49:37 GMT",
    "Sun Nov 6 08:49:37 1994",
    "Sun Nov 31 08:49:37 1994",
    "Sun Nov  6 08:49:37 94",
    "Sun, 06 Nov 1994 08:49:37 UTC",
    "Sun, 06 Nov 1994 08:49:37 GMT ",
    "Sun, 6 Nov 1994 08:49:37 GMT",
    "sun, 06 Nov 1994 08:49:37 GMT",
    "Sun, 06 nov 1994 08:49:37 GMT",
    "Sun, 31 Nov 1994 08:49:37 GMT",
    "Wed, 29 Feb 2023 08:49:37 GMT",
    "Sun, 00 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 24:00:00 GMT",
    "Sun, 06 Nov 1994 08:60:37 GMT",
    "Sun, 06 Nov 1994 08:49:61 GMT",
    "Sun, 06 Nov -994 08:49:37 GMT",
    "Sun, 06 Nov 1994 08:49:3x GMT",
    "120",
};

BOOST_DATA_TEST_CASE(reads_nothing_else, boost::unit_test::data::make(bad_dates), text) {
    BOOST_TEST(!parse_http_date(text).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

#include "http/retry_after.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <ostream>

namespace errand {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(retry_after_field)

struct AskedWait {
    const char* title;
    HttpHeaders headers;
    std::optional<std::chrono::milliseconds> wait;

    friend std::ostream& operator<<(std::ostream& out, const AskedWait& row) { return out << row.title; }
};

const char kNoon[] = "Fri, 15 Jan 2027 12:00:00 GMT";
const auto noon = Clock::CalendarTime(std::chrono::seconds(1'800'014'400));

const AskedWait asked_waits[] = {
    {"no field", {}, std::nullopt},
    {"seconds", {{"Retry-After", "7"}}, 7s},
    {"nothing", {{"retry-after", "0"}}, 0s},
    {"a day at most", {{"Retry-After", "4294967295"}}, 24h},
    {"more than a number holds", {{"Retry-After", "99999999999999999999"}}, std::nullopt},
    {"below zero", {{"Retry-After", "-5"}}, std::nullopt},
    {"a fraction", {{"Retry-After", "1.5"}}, std::nullopt},
    {"a unit", {{"Retry-After", "5s"}}, std::nullopt},
    {"empty", {{"Retry-After", ""}}, std::nullopt},
    {"a date by our clock", {{"Retry-After", "Fri, 15 Jan 2027 12:00:20 GMT"}}, 20s},
    {"a date that has passed", {{"Retry-After", "Fri, 15 Jan 2027 11:59:59 GMT"}}, 0s},
    {"a date far away", {{"Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"}}, 24h},
    {"a date by the server's clock, ten minutes ahead",
     {{"Date", "Fri, 15 Jan 2027 12:10:00 GMT"}, {"Retry-After", "Fri, 15 Jan 2027 12:10:30 GMT"}},
     30s},
    {"a date, and no Date that can be read",
     {{"Date", "today"}, {"Retry-After", "Fri, 15 Jan 2027 12:00:20 GMT"}},
     20s},
    {"seconds, whatever the server's clock says", {{"Date", kNoon}, {"Retry-After", "3"}}, 3s},
    {"a date as it was once", {{"Retry-After", "Friday, 15-Jan-27 12:00:20 GMT"}}, 20s},
    {"a date of C's", {{"Retry-After", "Fri Jan 15 12:00:20 2027"}}, 20s},
};

BOOST_DATA_TEST_CASE(says_how_long_to_wait, boost::unit_test::data::make(asked_waits), row) {
    BOOST_TEST((retry_after(row.headers, noon + 400ms) == row.wait));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

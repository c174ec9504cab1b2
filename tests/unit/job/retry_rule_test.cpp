#include "job/retry_rule.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

namespace errand {

using namespace std::chrono_literals;
using Backoff = RetryRule::Backoff;

struct Waits {
    const char* title;
    Backoff backoff;
    std::chrono::milliseconds delay;
    std::chrono::milliseconds max_delay;
    /// After the first five attempts, in milliseconds.
    const char* waits;

    friend std::ostream& operator<<(std::ostream& out, const Waits& waits) { return out << waits.title; }
};

const Waits retry_waits[] = {
    {"constant", Backoff::constant, 100ms, 1h, "100 100 100 100 100"},
    {"linear", Backoff::linear, 100ms, 1h, "100 200 300 400 500"},
    {"exponential", Backoff::exponential, 100ms, 1h, "100 200 400 800 1600"},
    {"bounded", Backoff::exponential, 100ms, 300ms, "100 200 300 300 300"},
    {"none", Backoff::exponential, 0ms, 1h, "0 0 0 0 0"},
};

BOOST_AUTO_TEST_SUITE(retry_rule)

BOOST_DATA_TEST_CASE(says_how_long_to_wait, boost::unit_test::data::make(retry_waits), row) {
    RetryRule rule;
    rule.backoff = row.backoff;
    rule.delay = row.delay;
    rule.max_delay = row.max_delay;
    rule.jitter = 0;
    std::string waits;
    for (int attempt = 1; attempt <= 5; ++attempt)
        waits += (attempt == 1 ? "" : " ") + std::to_string(retry_delay(rule, attempt, 0.5).count());
    BOOST_TEST(waits == row.waits);
}

BOOST_AUTO_TEST_CASE(takes_off_what_is_left_to_chance) {
    RetryRule rule;
    rule.delay = 1000ms;
    rule.jitter = 0.5;
    BOOST_TEST((retry_delay(rule, 1, 0) == 1000ms));
    BOOST_TEST((retry_delay(rule, 1, 0.5) == 750ms));
    BOOST_TEST((retry_delay(rule, 1, 1) == 500ms));
}

BOOST_AUTO_TEST_CASE(has_no_wait_that_is_too_long_for_a_clock) {
    RetryRule rule;
    rule.delay = std::chrono::hours(24 * 365);
    rule.max_delay = std::chrono::hours(24 * 365);
    BOOST_TEST((retry_delay(rule, 1000, 0) == rule.max_delay));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

#include "runner/rate_limit.hpp"

#include <boost/test/unit_test.hpp>

namespace errand {

using namespace std::chrono_literals;

/// Three at once, two a second.
struct Limited {
    /// How many of many events at this time are allowed.
    int allowed(Clock::SteadyTime now) {
        int count = 0;
        for (int i = 0; i < 100; ++i) count += limit.allows(now);
        return count;
    }

    const Clock::SteadyTime start{1h};
    RateLimit limit{3, 2, start};
};

BOOST_FIXTURE_TEST_SUITE(rate_limit, Limited)

BOOST_AUTO_TEST_CASE(allows_a_burst) { BOOST_TEST(allowed(start) == 3); }

BOOST_AUTO_TEST_CASE(allows_so_many_in_the_long_run) {
    allowed(start);
    BOOST_TEST(allowed(start + 499ms) == 0);
    BOOST_TEST(allowed(start + 500ms) == 1);
    BOOST_TEST(allowed(start + 1500ms) == 2);
}

BOOST_AUTO_TEST_CASE(saves_no_more_than_a_burst) {
    allowed(start);
    BOOST_TEST(allowed(start + 1h) == 3);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

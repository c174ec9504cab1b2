#include "base/forward_clock.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>

#include "support/fake_clock.hpp"

namespace errand {

using namespace std::chrono_literals;

struct Forward {
    /// Since it was made.
    std::chrono::seconds elapsed() { return std::chrono::duration_cast<std::chrono::seconds>(clock.now() - began); }

    testing::FakeClock system;
    ForwardClock clock{system};
    const Clock::CalendarTime began = clock.now();
};

BOOST_FIXTURE_TEST_SUITE(forward_clock, Forward)

BOOST_AUTO_TEST_CASE(is_the_system_s_while_that_goes_on) {
    BOOST_TEST((began == system.now()));
    system.advance(5s);
    BOOST_TEST((clock.now() == system.now()));
}

BOOST_AUTO_TEST_CASE(goes_on_when_the_system_s_is_set_back) {
    system.advance(5s);
    system.set_back(3h);
    BOOST_TEST(elapsed().count() == 5);
    system.advance(2s);
    BOOST_TEST(elapsed().count() == 7);
    system.set_back(3h);
    BOOST_TEST(elapsed().count() == 7);
}

BOOST_AUTO_TEST_CASE(follows_the_system_s_forward_and_from_there_on) {
    system.set_back(-8h);
    BOOST_TEST(elapsed() / 1h == 8);
    system.set_back(1h);
    BOOST_TEST(elapsed() / 1h == 8);
    system.advance(30min);
    BOOST_TEST(elapsed() / 1min == 510);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

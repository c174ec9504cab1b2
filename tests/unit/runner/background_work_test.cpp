#include "runner/background_work.hpp"

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>

namespace errand {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(background_work)

BOOST_AUTO_TEST_CASE(is_given_up_and_waited_for_at_the_end) {
    const Event give_up;
    std::atomic<int> given_up = 0;
    {
        BackgroundWork background(give_up);
        for (int i = 0; i < 3; ++i)
            background.start([&] {
                if (give_up.wait_for(1h)) ++given_up;
            });
        BOOST_TEST(!give_up.is_set());
    }
    BOOST_TEST(given_up == 3);
    BOOST_TEST(!give_up.is_set());
}

BOOST_AUTO_TEST_CASE(that_is_done_is_not_in_the_way_of_more) {
    const Event give_up;
    std::atomic<int> done = 0;
    {
        BackgroundWork background(give_up);
        for (int i = 0; i < 100; ++i) background.start([&] { ++done; });
    }
    BOOST_TEST(done == 100);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

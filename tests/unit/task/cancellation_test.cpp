#include "task/cancellation.hpp"

#include <unistd.h>

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <thread>

#include "errand/error.hpp"
#include "support/thrown.hpp"

namespace errand {

using namespace std::chrono_literals;
using testing::thrown;

BOOST_AUTO_TEST_SUITE(cancellation)

BOOST_AUTO_TEST_CASE(is_requested_by_sigterm_and_stays_so) {
    const Cancellation cancellation;
    BOOST_TEST(!cancellation.is_requested());
    std::raise(SIGTERM);
    BOOST_TEST(cancellation.is_requested());
    std::raise(SIGTERM);
    BOOST_TEST(cancellation.is_requested());
}

BOOST_AUTO_TEST_CASE(lets_sleep_while_it_is_not_requested) {
    const Cancellation cancellation;
    const auto began = std::chrono::steady_clock::now();
    cancellation.sleep_for(2ms);
    BOOST_TEST((std::chrono::steady_clock::now() - began >= 2ms));
    cancellation.sleep_for(0ms);
    cancellation.sleep_for(-1h);
}

BOOST_AUTO_TEST_CASE(lets_nobody_fall_asleep_once_it_is_requested) {
    const Cancellation cancellation;
    std::raise(SIGTERM);
    BOOST_TEST(thrown<Cancelled>([&] { cancellation.sleep_for(1h); }) == "the run asked the task to end");
    BOOST_TEST(thrown<Cancelled>([&] { cancellation.sleep_for(0ms); }) == "the run asked the task to end");
}

BOOST_AUTO_TEST_CASE(wakes_every_thread) {
    const Cancellation cancellation;
    std::atomic<int> woken = 0;
    const auto sleep = [&] {
        try {
            CancellableClock(cancellation).sleep_for(1h);
        } catch (const Cancelled&) {
            ++woken;
        }
    };
    std::thread first(sleep);
    std::thread second(sleep);
    ::kill(::getpid(), SIGTERM);
    first.join();
    second.join();
    BOOST_TEST(woken == 2);
}

BOOST_AUTO_TEST_CASE(is_for_as_long_as_it_lives) {
    { const Cancellation cancellation; }
    struct sigaction action = {};
    ::sigaction(SIGTERM, nullptr, &action);
    BOOST_TEST((action.sa_handler == SIG_DFL));
    const Cancellation another;
    BOOST_TEST(!another.is_requested());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

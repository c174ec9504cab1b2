#include "base/stop_signals.hpp"

#include <poll.h>

#include <boost/test/unit_test.hpp>
#include <csignal>

namespace errand {

bool is_readable(const StopSignals& signals) {
    pollfd wait = {signals.fd(), POLLIN, 0};
    return ::poll(&wait, 1, 0) == 1;
}

BOOST_AUTO_TEST_SUITE(stop_signals)

BOOST_AUTO_TEST_CASE(are_taken_one_by_one) {
    const StopSignals signals;
    BOOST_TEST(!is_readable(signals));
    BOOST_TEST(signals.take() == 0);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        std::raise(signal);
        BOOST_TEST(is_readable(signals));
        BOOST_TEST(signals.take() == signal);
        BOOST_TEST(!is_readable(signals));
    }
}

BOOST_AUTO_TEST_CASE(leave_alone_what_was_ignored_before) {
    std::signal(SIGHUP, SIG_IGN);
    {
        const StopSignals signals;
        std::raise(SIGHUP);
        BOOST_TEST(signals.take() == 0);
    }
    std::signal(SIGHUP, SIG_DFL);
}

BOOST_AUTO_TEST_CASE(are_as_before_afterwards) {
    sigset_t before;
    sigset_t after;
    ::pthread_sigmask(SIG_BLOCK, nullptr, &before);
    { const StopSignals signals; }
    ::pthread_sigmask(SIG_BLOCK, nullptr, &after);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        BOOST_TEST(::sigismember(&before, signal) == ::sigismember(&after, signal));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

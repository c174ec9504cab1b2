#include "http/make_http_client.hpp"

#include <boost/test/unit_test.hpp>

#include "errand/error.hpp"
#include "support/fake_clock.hpp"
#include "support/raw_server.hpp"

namespace errand {

using namespace testing;

BOOST_AUTO_TEST_SUITE(the_whole_client)

BOOST_AUTO_TEST_CASE(retries_by_the_clock) {
    RawServer server({{{answer(503, "", "Retry-After: 3\r\n")}, {answer(200, "at last")}}});
    FakeClock clock;
    BOOST_TEST(make_http_client({}, {}, clock)->get(server.url()).body == "at last");
    BOOST_REQUIRE(clock.sleeps.size() == 1u);
    BOOST_TEST(clock.sleeps[0].count() >= 3000);
    BOOST_TEST(clock.sleeps[0].count() < 3250);
}

BOOST_AUTO_TEST_CASE(sleeps_as_it_is_told) {
    RawServer server({{{answer(503, "")}, {answer(200, "never")}}});
    FakeClock clock;
    const auto client = make_http_client({}, {}, clock, [](std::chrono::milliseconds) { throw Cancelled("stop"); });
    BOOST_CHECK_THROW(client->get(server.url()), Cancelled);
    BOOST_TEST(clock.sleeps.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

#include "protocol/sandbox_arguments.hpp"

#include <boost/test/unit_test.hpp>

#include "errand/error.hpp"
#include "support/thrown.hpp"

namespace errand {

using testing::thrown;

BOOST_AUTO_TEST_SUITE(sandbox_arguments)

BOOST_AUTO_TEST_CASE(arrive_as_they_were_sent) {
    using namespace std::chrono_literals;
    const SandboxArguments sent{.port = 8080,
                                .endpoints = 3,
                                .token_lifetime = 20s,
                                .faults = {"POST /v2/oauth2/token=503*2", "GET /\"x\"=500"},
                                .latency = 50ms,
                                .tls_certificate = "/tmp/a b.pem",
                                .tls_key = "key.pem"};
    BOOST_TEST((parse_sandbox_arguments(to_json(sent)) == sent));
    BOOST_TEST((parse_sandbox_arguments(to_json(SandboxArguments{})) == SandboxArguments{}));
}

BOOST_AUTO_TEST_CASE(must_all_be_there) {
    BOOST_TEST(thrown<Error>([] { parse_sandbox_arguments("{}"); }) == "the sandbox is not told its 'endpoints'");
    BOOST_TEST(!thrown<Error>([] { parse_sandbox_arguments("port"); }).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

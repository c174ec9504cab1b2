#include "signature.hpp"

#include <boost/test/unit_test.hpp>

namespace errand::webhook {

BOOST_AUTO_TEST_SUITE(signature)

// Source: RFC 4231 sections 4.3 and 4.7.
BOOST_AUTO_TEST_CASE(is_that_of_the_standard) {
    BOOST_TEST(hmac_sha256(Secret("Jefe"), "what do ya want for nothing?") ==
               "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    BOOST_TEST(
        hmac_sha256(Secret(std::string(131, '\xaa')), "Test Using Larger Than Block-Size Key - Hash Key First") ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

// The example of GitHub's documentation.
BOOST_AUTO_TEST_CASE(is_that_of_github) {
    BOOST_TEST(body_signature(Secret("It's a Secret to Everybody"), "Hello, World!") ==
               "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
}

BOOST_AUTO_TEST_CASE(has_the_time_in_it) {
    const std::chrono::system_clock::time_point time(std::chrono::milliseconds(1492774577999));
    BOOST_TEST(timed_signature(Secret("key"), "{}", time) ==
               "t=1492774577,v1=" + hmac_sha256(Secret("key"), "1492774577.{}"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::webhook

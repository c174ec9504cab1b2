#include "protocol/fork_request.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

namespace errand {

using Words = std::vector<std::string>;

/// What comes of words on their way.
ForkWords passed_on(const Words& arguments, const Words& environment) {
    return read_words(write_words({"/x", arguments, environment, {}, {}}).get());
}

BOOST_AUTO_TEST_SUITE(fork_words)

BOOST_AUTO_TEST_CASE(are_read_as_they_are_written) {
    const Words arguments = {"--attempt", "10s", ""};
    const Words environment = {"A=1", "EMPTY=", "BYTES=\xff\n", "LONG=" + std::string(1'000'000, 'x'), ""};
    const ForkWords read = passed_on(arguments, environment);
    BOOST_TEST(read.arguments == arguments);
    BOOST_TEST(read.environment == environment);
}

BOOST_AUTO_TEST_CASE(may_be_none) {
    const ForkWords read = passed_on({}, {});
    BOOST_TEST(read.arguments.empty());
    BOOST_TEST(read.environment.empty());
}

BOOST_AUTO_TEST_CASE(end_at_a_nul_and_make_no_other_word) {
    using namespace std::string_literals;
    const ForkWords read = passed_on({"a\0--b"s}, {"A=1\0B=2"s, "C=3"});
    BOOST_TEST(read.arguments == Words{"a"});
    BOOST_TEST(read.environment == (Words{"A=1", "C=3"}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

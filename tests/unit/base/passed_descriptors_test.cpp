#include "base/passed_descriptors.hpp"

#include <fcntl.h>

#include <boost/test/unit_test.hpp>
#include <system_error>
#include <vector>

#include "support/descriptors.hpp"
#include "support/thrown.hpp"

namespace errand {

struct PassedDescriptors {
    testing::DescriptorPair ends = testing::make_socket_pair();
    testing::DescriptorPair pipe = testing::make_pipe();
};

BOOST_FIXTURE_TEST_SUITE(passed_descriptors, PassedDescriptors)

BOOST_AUTO_TEST_CASE(lead_to_the_same_in_their_order_and_are_close_on_exec) {
    BOOST_TEST(pass_descriptors(ends.first.get(), {pipe.first.get(), pipe.second.get()}));
    std::vector<UniqueFd> received = receive_descriptors(ends.second.get());
    BOOST_TEST_REQUIRE(received.size() == 2U);
    for (const UniqueFd& descriptor : received) BOOST_TEST(::fcntl(descriptor.get(), F_GETFD) == FD_CLOEXEC);
    BOOST_TEST(::write(received[1].get(), "there\n", 6) == 6);
    BOOST_TEST(testing::read_line(received[0].get()) == "there");
    BOOST_TEST(::fcntl(pipe.first.get(), F_GETFD) != -1);
}

BOOST_AUTO_TEST_CASE(are_none_when_the_other_end_is_gone) {
    ends.first.reset();
    BOOST_TEST(receive_descriptors(ends.second.get()).empty());
}

BOOST_AUTO_TEST_CASE(are_none_when_something_else_comes) {
    BOOST_TEST(::write(ends.first.get(), "x", 1) == 1);
    BOOST_TEST(receive_descriptors(ends.second.get()).empty());
}

BOOST_AUTO_TEST_CASE(go_nowhere_when_the_other_end_is_gone) {
    ends.second.reset();
    BOOST_TEST(!pass_descriptors(ends.first.get(), {pipe.first.get()}));
}

BOOST_AUTO_TEST_CASE(go_nowhere_when_nobody_reads) {
    bool is_taken = true;
    for (int i = 0; is_taken && i < 1'000'000; ++i) is_taken = pass_descriptors(ends.first.get(), {0});
    BOOST_TEST(!is_taken);
}

BOOST_AUTO_TEST_CASE(that_cannot_be_passed_are_told) {
    BOOST_TEST(testing::thrown<std::system_error>([&] { pass_descriptors(ends.first.get(), {-1}); }) ==
               "cannot pass on descriptors: Bad file descriptor");
    BOOST_TEST(testing::thrown<std::system_error>([&] {
                   pass_descriptors(ends.first.get(), std::vector<int>(17, 0));
               }) == "cannot pass on descriptors: Argument list too long");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

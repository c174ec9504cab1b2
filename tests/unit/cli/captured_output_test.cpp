#include "cli/captured_output.hpp"

#include <boost/test/unit_test.hpp>
#include <sstream>

namespace errand {

struct Captured {
    void print(const std::string& text) const {
        BOOST_TEST_REQUIRE(::write(output.descriptor(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    }

    CapturedOutput output;
};

BOOST_FIXTURE_TEST_SUITE(captured_output, Captured)

BOOST_AUTO_TEST_CASE(is_kept_from_its_beginning) {
    BOOST_TEST(output.text(100) == "");
    print("hello ");
    print("world");
    BOOST_TEST(output.text(100) == "hello world");
    BOOST_TEST(output.text(100) == "hello world");
    BOOST_TEST(output.text(5) == "hello");
    BOOST_TEST(output.text(0) == "");
    BOOST_TEST(output.size() == 11U);
}

BOOST_AUTO_TEST_CASE(is_copied_whole) {
    const std::string large(300'000, 'x');
    print(large);
    std::ostringstream copy;
    output.copy_to(copy);
    BOOST_TEST((copy.str() == large));
    BOOST_TEST((output.text(large.size() + 1) == large));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

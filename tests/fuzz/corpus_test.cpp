#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <ostream>

#include "fuzz/fuzz_target.hpp"
#include "support/file_text.hpp"

namespace errand::fuzz {

std::ostream& operator<<(std::ostream& out, const Target& target) { return out << target.name; }

BOOST_AUTO_TEST_SUITE(corpus)

/// The inputs that the fuzzer begins with, those that it once found fault with among them.
BOOST_DATA_TEST_CASE(every_input_is_read_or_refused, boost::unit_test::data::make(targets()), target) {
    int count = 0;
    for (const auto& file : std::filesystem::directory_iterator("tests/fuzz/corpus/" + target.name)) {
        target.run(testing::text_of(file));
        ++count;
    }
    BOOST_TEST(count > 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::fuzz

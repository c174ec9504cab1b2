#include "errand/answer/excerpt.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

using namespace errand;

namespace {

struct Cut {
    const char* title;
    const char* body;
    const char* beginning;

    friend std::ostream& operator<<(std::ostream& out, const Cut& row) { return out << row.title; }
};

/// To 10 bytes.
const Cut cuts[] = {
    {"empty", "", ""},
    {"what fits", "0123456789", "0123456789"},
    {"between words", "01234 6789 1", "01234 6789"},
    {"before a blank", "012345678  1", "012345678 "},
    {"within a word", "01234 678901", "01234 "},
    {"within a token", "01234 ~.+/=%-_2", "01234 "},
    {"within an escape", "01234 67\\u0041", "01234 "},
    {"within a character", "01234 678ä", "01234 "},
    {"one long word", "01234567890", ""},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(excerpt_of_an_answer)

BOOST_DATA_TEST_CASE(is_cut_between_words, boost::unit_test::data::make(cuts), row) {
    BOOST_TEST(beginning_of(row.body, 10) == row.beginning);
}

BOOST_AUTO_TEST_CASE(is_one_printable_line_in_a_message) {
    BOOST_TEST(excerpt("") == "");
    BOOST_TEST(excerpt("<p>\n\x1b[2J\xff") == "<p>\\n\\u{1b}[2J\\xff");
    BOOST_TEST(excerpt("no such thing") == "no such thing");
    BOOST_TEST(excerpt("say " + std::string(200, 'x')) == "say …");
}

BOOST_AUTO_TEST_SUITE_END()

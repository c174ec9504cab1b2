#include "runner/line_splitter.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

namespace errand {

using Lines = std::vector<std::string>;

struct Splitting {
    void feed(std::string_view bytes) { splitter.feed(bytes, take); }
    void finish() { splitter.finish(take); }

    LineSplitter splitter;
    Lines lines;
    LineSplitter::Take take = [this](std::string_view line) { lines.emplace_back(line); };
};

BOOST_FIXTURE_TEST_SUITE(line_splitter, Splitting)

BOOST_AUTO_TEST_CASE(takes_lines_apart) {
    feed("one\n\ntwo\n");
    BOOST_TEST((lines == Lines{"one", "", "two"}));
}

BOOST_AUTO_TEST_CASE(puts_pieces_of_a_line_together) {
    for (const char* piece : {"o", "n", "e\ntw", "o", "\n"}) feed(piece);
    BOOST_TEST((lines == Lines{"one", "two"}));
}

BOOST_AUTO_TEST_CASE(hands_over_an_unfinished_last_line_at_the_end) {
    feed("one\ntwo");
    BOOST_TEST((lines == Lines{"one"}));
    finish();
    BOOST_TEST((lines == Lines{"one", "two"}));
    finish();
    BOOST_TEST(lines.size() == 2U);
}

BOOST_AUTO_TEST_CASE(cuts_a_line_that_is_too_long) {
    feed(std::string(20'000, 'x') + "\nnext\n");
    BOOST_TEST_REQUIRE(lines.size() == 4U);
    BOOST_TEST(lines[0].size() == 8192U);
    BOOST_TEST(lines[1].size() == 8192U);
    BOOST_TEST(lines[2].size() == 20'000U - 2 * 8192U);
    BOOST_TEST(lines[3] == "next");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

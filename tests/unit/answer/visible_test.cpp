#include "errand/answer/visible.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>

using namespace errand;

namespace {

struct ShownText {
    const char* title;
    std::string text;
    const char* shown;

    friend std::ostream& operator<<(std::ostream& out, const ShownText& row) { return out << row.title; }
};

const ShownText shown_texts[] = {
    {"empty", "", ""},
    {"plain", "My Server 1", "My Server 1"},
    {"umlaut, kanji and emoji", "Größe 研究 🚀", "Größe 研究 🚀"},
    {"escape sequence", "\x1b[31mred", "\\u{1b}[31mred"},
    {"new lines and tab", "a\r\nb\tc", "a\\r\\nb\\tc"},
    {"zero byte", std::string("a\0b", 3), "a\\u{0}b"},
    {"delete", "\x7f", "\\u{7f}"},
    {"control of the second set",
     "\xC2\x9B"
     "31m",
     "\\u{9b}31m"},
    {"line separator", "a\u2028b", "a\\u{2028}b"},
    {"text turned round", "\u202Etxt.exe", "\\u{202e}txt.exe"},
    {"isolate", "\u2066a", "\\u{2066}a"},
    {"lone byte",
     "a\x9b"
     "b",
     "a\\x9bb"},
    {"cut sequence", "a\xE2\x82", "a\\xe2\\x82"},
    {"overlong slash", "\xC0\xAF", "\\xc0\\xaf"},
    {"overlong in three", "\xE0\x80\xAF", "\\xe0\\x80\\xaf"},
    {"surrogate", "\xED\xA0\x80", "\\xed\\xa0\\x80"},
    {"beyond Unicode", "\xF4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},
};

}  // namespace

BOOST_DATA_TEST_CASE(shows_what_could_drive_a_terminal, boost::unit_test::data::make(shown_texts), row) {
    BOOST_TEST(visible(row.text) == row.shown);
}

BOOST_AUTO_TEST_CASE(cuts_between_characters) {
    BOOST_TEST(visible("abc", 3) == "abc");
    BOOST_TEST(visible("abcd", 3) == "abc…");
    BOOST_TEST(visible("aößc", 2) == "aö…");
}

#include "base/redaction.hpp"

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>
#include <thread>
#include <vector>

#include "unit/base/fed_in_pieces.hpp"

using namespace errand;
using namespace errand::testing;
namespace data = boost::unit_test::data;

BOOST_AUTO_TEST_SUITE(redaction)

BOOST_AUTO_TEST_CASE(makes_no_difference_where_a_text_is_cut) {
    Redactor redactor;
    add_all(redactor, {"s\u00fc\u00dfe \U0001F600!", "aaaaaaab", "aaabaaac"});
    const std::string text =
        "raw s\u00fc\u00dfe \U0001F600! percent s%C3%BC%c3%9fe+%F0%9F%98%80%21 json s\\u00fc\\u00DFe \\uD83D\\ude00! "
        "aaaaaaaaab aaaaaaabaaac base64 c8O8w59lIPCfmIAh eHPDvMOfZSDwn5iAIQ== eHlzw7zDn2Ug8J-YgCE= "
        "nearly s%C3%BC%c3%9fe+%F0%9F%98%80 c8O8w59lIPCfmIAg";
    const std::string whole = redactor.redact(text);
    BOOST_TEST(whole ==
               "raw <0> percent <0> json <0> aa<1> <1> base64 <0> e<0>== eH<0>= "
               "nearly s%C3%BC%c3%9fe+%F0%9F%98%80 c8O8w59lIPCfmIAg");
    BOOST_TEST(fed_by_byte(redactor, text) == whole);
    for (std::size_t first = 0; first <= text.size(); ++first)
        for (std::size_t second = first; second <= std::min(first + 3, text.size()); ++second)
            BOOST_REQUIRE_EQUAL(fed_in_pieces(redactor, text, {first, second}), whole);
}

struct Held {
    const char* title;
    std::vector<std::string> pieces;
    std::string out;
    std::string rest;

    friend std::ostream& operator<<(std::ostream& out, const Held& row) { return out << row.title; }
};

/// Of the secret `;;Zx-+90/a`, which is `OztaeC0rOTAvYQ==` in base64.
const Held helds[] = {
    {"what begins no secret", {"hello, world\n"}, "hello, world\n", ""},
    {"one byte", {"hello;"}, "hello", ";"},
    {"two bytes", {"hello;;"}, "hello", ";;"},
    {"two bytes, the first in vain", {"hello;;;"}, "hello;", ";;"},
    {"three bytes", {"hello;;Z"}, "hello", ";;Z"},
    {"the longest beginning", {"hello;", ";Zx-+90/"}, "hello", ";;Zx-+90/"},
    {"until it cannot go on", {"hello;;Zx-+9", "x"}, "hello;;Zx-+9x", ""},
    {"from the next beginning on", {"hello;;Zx-+90;", "%3b"}, "hello;;Zx-+90", ";%3b"},
    {"an escape that fits", {";;Zx%2"}, "", ";;Zx%2"},
    {"an escape that does not", {";;Zx%1"}, ";;Zx%1", ""},
    {"half a JSON escape", {";;\\u005"}, "", ";;\\u005"},
    {"another JSON escape", {";;\\u006"}, ";;\\u006", ""},
    {"base64", {"!OztaeC0rOTAvYQ="}, "!***=", ""},
    {"base64, all but the end", {"!OztaeC0rOTAvY"}, "!", "OztaeC0rOTAvY"},
    {"nothing after a secret", {"a;;Zx-+90", "/ab"}, "a***b", ""},
};

BOOST_DATA_TEST_CASE(holds_back_only_what_may_become_a_secret, data::make(helds), row) {
    Redactor redactor;
    redactor.add(";;Zx-+90/a");
    Redaction redaction(redactor);
    std::string out;
    for (const std::string& piece : row.pieces) redaction.feed(piece, out);
    BOOST_TEST(out == row.out);
    std::string rest;
    redaction.finish(rest);
    BOOST_TEST(rest == row.rest);
}

BOOST_AUTO_TEST_CASE(labels_once_what_never_stops_to_overlap) {
    Redactor redactor;
    redactor.add("aaaaaaaa");
    Redaction redaction(redactor);
    std::string out;
    for (int i = 0; i < 100; ++i) redaction.feed("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", out);
    BOOST_TEST(out == "***");
    redaction.feed("b", out);
    BOOST_TEST(out == "***b");
}

BOOST_AUTO_TEST_CASE(begins_another_text_after_the_end) {
    Redactor redactor;
    redactor.add("abcdefgh");
    Redaction redaction(redactor);
    std::string out;
    redaction.feed("abcdefghabcd", out);
    redaction.finish(out);
    redaction.feed("efgh abcdefgh", out);
    redaction.finish(out);
    redaction.finish(out);
    BOOST_TEST(out == "***abcdefgh ***");
}

BOOST_AUTO_TEST_CASE(knows_from_then_on_a_secret_that_is_added_on_the_way) {
    Redactor redactor;
    Redaction redaction(redactor);
    std::string out;
    redaction.feed("12345678 ", out);
    redactor.add("12345678", "A");
    redaction.feed("12345678 abc", out);
    redactor.add("abcdefgh", "B");
    redaction.feed("defgh 12345678 1234", out);
    redactor.add("12345678abcdefgh", "C");
    redaction.feed("5678abcdefgh", out);
    redaction.finish(out);
    BOOST_TEST(out == "12345678 A abcdefgh A AB");
}

BOOST_AUTO_TEST_CASE(finds_what_stands_across_blocks_of_a_large_piece) {
    Redactor redactor;
    redactor.add("abcdefgh");
    for (std::size_t before = 64 * 1024 - 9; before <= 64 * 1024; ++before)
        BOOST_TEST(redactor.redact(std::string(before, '.') + "abcdefgh.") == std::string(before, '.') + "***.");
}

BOOST_AUTO_TEST_CASE(serves_threads_while_secrets_are_added) {
    Redactor redactor;
    redactor.add("secret-0");
    std::vector<std::string> outs(3);
    std::vector<std::thread> threads;
    for (std::string& out : outs) {
        threads.emplace_back([&redactor, &out] {
            Redaction redaction(redactor);
            for (int i = 0; i < 200; ++i) redaction.feed("secret-0 secret", out);
            redaction.finish(out);
        });
    }
    for (int i = 1; i < 9; ++i) redactor.add("secret-" + std::to_string(i));
    for (std::thread& thread : threads) thread.join();
    for (const std::string& out : outs) BOOST_TEST(out.find("secret-") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

#include "base/redactor.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

using namespace errand;
namespace data = boost::unit_test::data;

BOOST_AUTO_TEST_SUITE(redactor)

struct Row {
    const char* title;
    std::string secret;
    std::string text;
    std::string redacted;

    friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.title << ": " << row.text; }
};

const std::string kWords = "correct horse";
const std::string kSpecial = "\"\\/\b\f\n\r\t\x1b";
const std::string kUmlaut = "s\u00fc\u00dfe \U0001F600!";
const std::string kHigh = "\xff\xef\xbe\xfb\xff\xef\xbe\xfb\xff";

const Row text_rows[] = {
    {"raw", kWords, "a correct horse, correct horse", "a ***, ***"},
    {"raw, alone", kWords, kWords, "***"},
    {"raw, adjacent", kWords, kWords + kWords, "******"},
    {"a part is nothing", kWords, "correct hors", "correct hors"},
    {"another case is nothing", kWords, "Correct horse", "Correct horse"},
    {"after its own beginning", kWords, "correct correct horse", "correct ***"},
    {"after its own repeated beginning", "aaaaaaab", std::string(11, 'a') + "b", "aaaa***"},
    {"a space in percent", kWords, "?q=correct%20horse&", "?q=***&"},
    {"a space in a form", kWords, "q=correct+horse", "q=***"},
    {"all in percent", "12345678", "%31%32%33%34%35%36%37%38", "***"},
    {"percent, either case", "::::::::", "%3a%3A%3a%3A%3a%3A%3a%3A", "***"},
    {"half an escape", kWords, "correct%2", "correct%2"},
    {"a percent sign", "100%+100%", "a=100%25%2b100%25&b=100%+100%", "a=***&b=***"},
    {"what looks like percent", "%41%41%41", "%41%41%41 %2541%2541%2541 AAA", "*** *** AAA"},
    {"JSON's short escapes", kSpecial, R"({"a":"\"\\\/\b\f\n\r\t\u001b"})", R"({"a":"***"})"},
    {"JSON's long escapes", kSpecial, R"(\u0022\u005c\u002F\u0008\u000C\u000a\u000D\u0009\u001B)", "***"},
    {"the log's escapes", kSpecial, R"("\/\x08\x0c\n\x0D\t\x1B)", "***"},
    {"an escape in upper case is none", "aaaabbbb", R"(\U0061aaabbbb \X61aaabbbb)", R"(\U0061aaabbbb \X61aaabbbb)"},
    {"a short escape in upper case is none", "\b1234567", R"(\B1234567)", R"(\B1234567)"},
    {"special ones in percent", kSpecial, "%22%5C%2F%08%0C%0A%0D%09%1B", "***"},
    {"UTF-8, raw", kUmlaut, "(" + kUmlaut + ")", "(***)"},
    {"UTF-8 in percent", kUmlaut, "s%C3%BC%c3%9fe%20%F0%9F%98%80%21", "***"},
    {"UTF-8 in JSON", kUmlaut, R"("s\u00fc\u00DFe \uD83D\ude00!")", "\"***\""},
    {"half a pair of surrogates", kUmlaut, R"(s\u00fc\u00dfe \ud83d!)", R"(s\u00fc\u00dfe \ud83d!)"},
    {"every spelling in one", kUmlaut,
     R"(\u0073%C3%BC\u00dfe+)"
     "\U0001F600%21",
     "***"},
    {"no UTF-8", kHigh, kHigh + " %FF%ef%be%fb%ff%ef%be%fb%ff", "*** ***"},
    {"UTF-8 that is cut off", "1234567\xC3", "1234567\xC3 \\u00311234567\xC3", "*** \\u0031***"},
    {"a null byte", std::string("1234\0005678", 9), std::string("1234\0005678 1234%005678", 21), "*** ***"},
};

const Row base64_rows[] = {
    {"first in its group", kWords, "Y29ycmVjdCBob3JzZSEhIQ==", "***EhIQ=="},
    {"first in its group, at the end", kWords, "Y29ycmVjdCBob3JzZQ==", "***=="},
    {"second", kWords, "eGNvcnJlY3QgaG9yc2UhISE=", "e***hISE="},
    {"second, at the end", kWords, "eGNvcnJlY3QgaG9yc2U=", "e***="},
    {"third", kWords, "eHljb3JyZWN0IGhvcnNlISEh", "eH***ISEh"},
    {"third, at the end", kWords, "Basic eHljb3JyZWN0IGhvcnNl;", "Basic eH***;"},
    {"without padding", kWords, "Y29ycmVjdCBob3JzZQ", "***"},
    {"within longer base64", kWords, "ZZZZeHljb3JyZWN0IGhvcnNlISEhAAAA", "ZZZZeH***ISEhAAAA"},
    {"the shortest secret", "abcdefgh", "YWJjZGVmZ2g= eGFiY2RlZmdo eHlhYmNkZWZnaA==", "***= e*** eH***=="},
    {"first, both alphabets", kHigh, "/++++//vvvv/enp6 _----__vvvv_", "***enp6 ***"},
    {"second, both alphabets", kHigh, "eP/vvvv/7777/3p6eg== eP_vvvv_7777_w==", "e***p6eg== e***=="},
    {"third, both alphabets", kHigh, "eHn/7777/++++/96eno= eHn_7777_----_8=", "eH***6eno= eH***="},
    {"the alphabets mixed", kHigh, "_+-+-_/vvvv/", "***"},
    {"in a URL", kHigh, "%2F%2b%2B%2b%2B%2f%2Fvvvv%2f", "***"},
    {"in JSON", kHigh, R"(\/+\u002b\u002B+\/\u002Fvvvv\/)", "***"},
    {"one bit is another", kWords, "Y29ycmVjdCBob3JzYQ==", "Y29ycmVjdCBob3JzYQ=="},
    {"the other case", kWords, "y29YCMvJDcbOB3jZzq==", "y29YCMvJDcbOB3jZzq=="},
};

BOOST_DATA_TEST_CASE(hides_a_secret_in_text, data::make(text_rows), row) {
    Redactor redactor;
    redactor.add(row.secret);
    BOOST_TEST(redactor.redact(row.text) == row.redacted);
}

BOOST_DATA_TEST_CASE(hides_a_secret_in_base64, data::make(base64_rows), row) {
    Redactor redactor;
    redactor.add(row.secret);
    BOOST_TEST(redactor.redact(row.text) == row.redacted);
}

struct Crowd {
    const char* title;
    std::vector<std::pair<std::string, std::string>> secrets;
    std::string text;
    std::string redacted;

    friend std::ostream& operator<<(std::ostream& out, const Crowd& row) { return out << row.title; }
};

const Crowd crowds[] = {
    {"apart", {{"abcdefgh", "A"}, {"12345678", "B"}}, "12345678-abcdefgh", "B-A"},
    {"adjacent", {{"abcdefgh", "A"}, {"12345678", "B"}}, "abcdefgh12345678", "AB"},
    {"the one that begins first", {{"efghijkl", "A"}, {"abcdefgh", "B"}}, "_abcdefghijkl_", "_B_"},
    {"a chain of them", {{"efghijkl", "A"}, {"abcdefgh", "B"}, {"ijklmnop", "C"}}, "_abcdefghijklmnop_", "_B_"},
    {"the longest that begins there", {{"abcdefgh", "A"}, {"abcdefghij", "B"}}, "abcdefghij abcdefghi", "B Ai"},
    {"one within another", {{"cdefghij", "A"}, {"abcdefghijkl", "B"}}, "abcdefghijkl abcdefghijk", "B abAk"},
    {"the longest of overlapping ones",
     {{"abcdefgh", "A"}, {"efghijkl", "B"}, {"abcdefghijkl", "C"}},
     "abcdefghijkl",
     "C"},
    {"itself, overlapping", {{"abababab", "A"}}, "abababababa_", "Aa_"},
    {"one that is another in base64", {{"YWJjZGVmZ2g", "A"}, {"abcdefgh", "B"}}, "YWJjZGVmZ2g=", "A="},
    {"one that is another in percent", {{"abcdefgh", "A"}, {"%61bcdefgh", "B"}}, "%61bcdefgh", "A"},
    {"a label with a hash", {{"eyJhbGciOi", "token:1a2b3c4d"}}, "Bearer eyJhbGciOi", "Bearer token:1a2b3c4d"},
    {"a label that is never redacted", {{"abcdefgh", "abcdefgh"}}, "abcdefgh", "abcdefgh"},
};

BOOST_DATA_TEST_CASE(hides_what_any_of_several_secrets_covers, data::make(crowds), row) {
    Redactor redactor;
    for (const auto& [secret, label] : row.secrets) redactor.add(secret, label);
    BOOST_TEST(redactor.redact(row.text) == row.redacted);
}

BOOST_AUTO_TEST_CASE(passes_everything_while_it_knows_nothing) {
    const std::string text = "abc%20\\u0041\0";
    BOOST_TEST(Redactor().redact(text) == text);
    BOOST_TEST(Redactor().redact("") == "");
}

BOOST_AUTO_TEST_CASE(ignores_secrets_of_less_than_8_bytes) {
    Redactor redactor;
    redactor.add("");
    redactor.add("1234567");
    BOOST_TEST(redactor.redact("1234567") == "1234567");
    redactor.add("\u00fcbcdefg");
    BOOST_TEST(redactor.redact("\u00fcbcdefg") == "***");
}

BOOST_AUTO_TEST_CASE(keeps_the_first_label_of_a_secret_that_is_added_again) {
    Redactor redactor;
    redactor.add("abcdefgh", "A");
    redactor.add("abcdefgh", "B");
    BOOST_TEST(redactor.redact("abcdefghabcdefgh") == "AA");
}

BOOST_AUTO_TEST_CASE(hides_a_long_secret_in_its_longest_spelling) {
    std::string secret;
    std::string spelling;
    for (int i = 1000; i < 1500; ++i) {
        secret += std::to_string(i);
        for (const char digit : std::to_string(i)) spelling += std::string("\\u003") + digit;
    }
    Redactor redactor;
    redactor.add(secret);
    BOOST_TEST(redactor.redact("<" + spelling + ">") == "<***>");
    spelling.back() = 'f';
    BOOST_TEST(redactor.redact("<" + spelling + ">") == "<" + spelling + ">");
}

BOOST_AUTO_TEST_SUITE_END()

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>

#include "errand/json.hpp"

using namespace errand;

namespace {

struct Good {
    const char* title;
    std::string text;
    Value value;

    friend std::ostream& operator<<(std::ostream& out, const Good& row) { return out << row.title; }
};

const Good good[] = {
    {"null", "null", nullptr},
    {"true", "true", true},
    {"false", " false\n", false},
    {"zero", "0", 0},
    {"negative zero", "-0", 0},
    {"integer", "-42", -42},
    {"largest integer", "9223372036854775807", INT64_MAX},
    {"smallest integer", "-9223372036854775808", INT64_MIN},
    {"one more", "9223372036854775808", 9223372036854775808.0},
    {"one less", "-9223372036854775809", -9223372036854775808.0},
    {"two to the 64th", "18446744073709551616", 18446744073709551616.0},
    {"thirty digits", "123456789012345678901234567890", 123456789012345678901234567890.0},
    {"large integers in a list", "[18446744073709551616,-18446744073709551616,1]",
     Value::List{18446744073709551616.0, -18446744073709551616.0, 1}},
    {"large integer in text", R"("18446744073709551616 \" 18446744073709551616")",
     "18446744073709551616 \" 18446744073709551616"},
    {"fraction", "0.1", 0.1},
    {"whole number with a fraction", "1.0", 1.0},
    {"exponent", "1E5", 1e5},
    {"large integer with an exponent", "99999999999999999999e1", 99999999999999999999e1},
    {"too small", "1e-400", 0.0},
    {"text", R"("a\"\\\/\b\f\n\r\tz")", "a\"\\/\b\f\n\r\tz"},
    {"escaped characters", R"("\u00e9\ud83d\ude80")", "é🚀"},
    {"characters", "\"é🚀\"", "é🚀"},
    {"zero byte", R"("a\u0000b")", std::string("a\0b", 3)},
    {"empty list", "[]", Value::List{}},
    {"empty map", "{ }", Value::Map{}},
    {"nested", R"({"a": [1, {"b": []}, "x"], "c": {}})",
     Value::Map{{"a", Value::List{1, Value::Map{{"b", Value::List{}}}, "x"}}, {"c", Value::Map{}}}},
    {"the last of repeated keys counts", R"({"a": 1, "a": 2})", Value::Map{{"a", 2}}},
    {"empty key", R"({"": 1})", Value::Map{{"", 1}}},
};

struct Bad {
    const char* title;
    std::string text;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const Bad& row) { return out << row.title; }
};

const Bad bad[] = {
    {"empty", "", "not JSON: unexpected end of text"},
    {"blank", " \n", "not JSON: unexpected end of text"},
    {"cut in a list", "[1", "not JSON: unexpected end of text"},
    {"cut after a comma", "[1,", "not JSON: unexpected end of text"},
    {"cut in a word", "tru", "not JSON: unexpected end of text"},
    {"cut in a number", "1.", "not JSON: unexpected end of text"},
    {"cut after a key", R"({"a":)", "not JSON: unexpected end of text"},
    {"cut in text", "\"abc", "not JSON: unterminated string literal"},
    {"cut in an escape", "\"abc\\", "not JSON: unterminated string literal in escape"},
    {"HTML", "<html>", "not JSON: unexpected byte '<' in value"},
    {"two documents", "1 2", "not JSON: more text follows after the end of the document"},
    {"leading zero", "01", "not JSON: more text follows after the end of the document"},
    {"final comma", "[1,]", "not JSON: unexpected byte ']' in value"},
    {"no colon", R"({"a" 1})", "not JSON: expected ':' after member name"},
    {"comment", "[/*c*/1]", "not JSON: unexpected byte '/' in value"},
    {"not a number", "NaN", "not JSON: unexpected byte 'N' in value"},
    {"control character", "[\x01]", "not JSON: unexpected byte '\\x01' in value"},
    {"zero byte", std::string("[\0]", 3), "not JSON: byte 2 is zero"},
    {"byte order mark", "\xEF\xBB\xBF{}", "not JSON: unexpected byte '\\xef' in value"},
    {"new line in text", "\"a\nb\"", "not JSON: unescaped control character in string"},
    {"text that is not UTF-8", "\"a\xff\"", "not JSON: byte 3 is not UTF-8"},
    {"not UTF-8 at all", "\xff", "not JSON: byte 1 is not UTF-8"},
    {"too large", "1e999", "not JSON: Not a valid floating-point number: 1e999"},
    {"too deep", std::string(101, '[') + std::string(101, ']'), "not JSON: Maximum depth exceeded"},
    {"much too deep", std::string(1'000'000, '['), "not JSON: Maximum depth exceeded"},
};

}  // namespace

BOOST_DATA_TEST_CASE(reads_documents, boost::unit_test::data::make(good), row) {
    const Value value = parse_json(row.text);
    BOOST_TEST(value.kind() == row.value.kind());
    BOOST_CHECK(value == row.value);
}

BOOST_DATA_TEST_CASE(tells_why_a_text_is_not_json, boost::unit_test::data::make(bad), row) {
    BOOST_CHECK_EXCEPTION(parse_json(row.text), JsonError, [&row](const JsonError& error) {
        BOOST_TEST(error.what() == std::string(row.message));
        return true;
    });
}

BOOST_AUTO_TEST_CASE(reads_a_hundred_levels) {
    BOOST_TEST(parse_json(std::string(100, '[') + std::string(100, ']')).is_list());
}

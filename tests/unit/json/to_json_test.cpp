#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <string>

#include "errand/json.hpp"

using namespace errand;

namespace {

struct Row {
    const char* title;
    Value value;
    const char* text;

    friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.title; }
};

const Row rows[] = {
    {"null", nullptr, "null"},
    {"true", true, "true"},
    {"integer", INT64_MIN, "-9223372036854775808"},
    {"number", 0.1, "0.1"},
    {"whole number", 3.0, "3.0"},
    {"large number", 1e300, "1e+300"},
    {"infinity", std::numeric_limits<double>::infinity(), "null"},
    {"not a number", std::nan(""), "null"},
    {"text", "a\"b\\c/d", R"("a\"b\\c/d")"},
    {"control characters", std::string("\0\x01\t\n\x1b\x7f", 6), R"("\u0000\u0001\u0009\n\u001b\u007f")"},
    {"controls of the second set", "\u009b31m", R"("\u009b31m")"},
    {"characters", "é🚀", "\"é🚀\""},
    {"first character after the controls", "\u00a0", "\"\u00a0\""},
    {"not UTF-8",
     "a\xff"
     "b\xC3",
     "\"a\uFFFDb\uFFFD\""},
    {"control of the second set cut off", "\xC2", "\"\uFFFD\""},
    {"surrogate", "\xED\xA0\x80", "\"\uFFFD\uFFFD\uFFFD\""},
    {"empty list", Value::List{}, "[]"},
    {"empty map", Value::Map{}, "{}"},
    {"keys in order", Value::Map{{"b", 1}, {"a", Value::List{1, nullptr}}}, R"({"a":[1,null],"b":1})"},
};

}  // namespace

BOOST_DATA_TEST_CASE(writes_values, boost::unit_test::data::make(rows), row) {
    BOOST_TEST(to_json(row.value) == row.text);
}

BOOST_DATA_TEST_CASE(writes_what_can_be_read, boost::unit_test::data::make(rows), row) {
    const std::string text = to_json(row.value);
    BOOST_TEST(to_json(parse_json(text)) == text);
}

BOOST_AUTO_TEST_CASE(writes_one_member_to_a_line_when_indented) {
    const Value value = Value::Map{{"a", Value::List{1, Value::Map{}}}, {"b", Value::List{}}};
    BOOST_TEST(to_json(value, JsonStyle::indented) == "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}");
}

BOOST_AUTO_TEST_CASE(keeps_the_difference_between_integers_and_numbers) {
    BOOST_TEST(parse_json(to_json(Value(5.0))).kind() == "a number");
    BOOST_TEST(parse_json(to_json(Value(1e100))).kind() == "a number");
    BOOST_TEST(parse_json(to_json(Value(5))).kind() == "an integer");
}

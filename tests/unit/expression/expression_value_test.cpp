#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

#include "errand/json.hpp"
#include "expression/expression.hpp"

using namespace errand;

BOOST_AUTO_TEST_SUITE(expression_value)

namespace {

struct Evaluated {
    const char* text;
    const char* json;

    friend std::ostream& operator<<(std::ostream& out, const Evaluated& row) { return out << row.text; }
};

struct Failed {
    const char* text;
    std::size_t column;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const Failed& row) { return out << row.text; }
};

const Value::Map& scope() {
    static const Value all = parse_json(R"({
        "text": "Zürich", "empty": "", "one": 1, "half": 0.5, "big": 9007199254740993, "yes": true, "no": false,
        "nothing": null, "list": [1, "two", [3]], "map": {"a": 1, "b-c": {"any key": "x"}, "odd\n": 0},
        "lines": "a\r\nb\n\nc", "broken": "{", "when": "2026-03-29T00:30:00Z"})");
    return all.map();
}

const Evaluated evaluated[] = {
    {"'it''s'", "\"it's\""},
    {"''", "\"\""},
    {"-3", "-3"},
    {"-9223372036854775808", "-9223372036854775808"},
    {"2.50", "2.5"},
    {"1e3", "1000.0"},
    {"1E-1", "0.1"},
    {"[1, [], [true, null]]", "[1,[],[true,null]]"},
    {"[\n1\t,\r2]", "[1,2]"},
    {"list", "[1,\"two\",[3]]"},
    {"list[1]", "\"two\""},
    {"list[2][0]", "3"},
    {"map.b-c['any key']", "\"x\""},
    {"map['a']", "1"},
    {"map . a", "1"},
    {"list[map.a]", "\"two\""},
    {"(map).a", "1"},
    {"[7, 8][1]", "8"},
    {"from_json('{\"a\": [1]}').a[0]", "1"},

    {"1 == 1.0", "true"},
    {"big == 9007199254740992.0", "false"},
    {"big > 9007199254740992.0", "true"},
    {"[1, [2]] == [1.0, [2.0]]", "true"},
    {"[1] == [1, 2]", "false"},
    {"from_json('{\"a\": 1.0}') == from_json('{\"a\": 1}')", "true"},
    {"from_json('{\"a\": 1}') == from_json('{\"b\": 1}')", "false"},
    {"1 == '1'", "false"},
    {"1 != '1'", "true"},
    {"null == nothing", "true"},
    {"true == 1", "false"},
    {"half < one", "true"},
    {"1 <= 1", "true"},
    {"1 < 1", "false"},
    {"1 >= 1.5", "false"},
    {"'a' < 'b'", "true"},
    {"'b' > 'ab'", "true"},

    {"!yes", "false"},
    {"!!yes", "true"},
    {"!(1 == 2)", "true"},
    {"no || no || yes", "true"},
    {"yes && yes && no", "false"},
    {"no && yes || yes", "true"},
    {"yes || yes && no", "true"},
    {"(yes || yes) && no", "false"},
    {"yes || absent.not.there", "true"},
    {"no && absent.not.there", "false"},
    {"1 == 1 && 2 == 2", "true"},

    {"default(one, absent.not.there)", "1"},
    {"default(nothing, 2)", "2"},
    {"default(nothing.at.all, 2)", "2"},
    {"default(absent.not.there, 2)", "2"},
    {"default(map.x, 2)", "2"},
    {"default(list[9], 2)", "2"},
    {"default(no, true)", "false"},
    {"default(empty, 'x')", "\"\""},
    {"default(join([absent.not.there], ','), 'none')", "\"none\""},
    {"default(map.x, default(map.y, 3))", "3"},
    {"join(['a', 1, true, null, 0.5], '-')", "\"a-1-true--0.5\""},
    {"join([], '-')", "\"\""},
    {"length(text)", "6"},
    {"length(empty)", "0"},
    {"length(list)", "3"},
    {"length(map)", "3"},
    {"contains(list, 'two')", "true"},
    {"contains(list, 1.0)", "true"},
    {"contains(list, 3)", "false"},
    {"contains(text, 'rich')", "true"},
    {"contains(text, 'poor')", "false"},
    {"json([1, 'a'])", "\"[1,\\\"a\\\"]\""},
    {"from_json(json(map)) == map", "true"},
    {"lines(lines)", "[\"a\",\"b\",\"\",\"c\"]"},
    {"lines('')", "[]"},
    {"lines(empty)", "[]"},

    {"date(when, '%Y-%m-%d %H:%M:%S')", "\"2026-03-29 00:30:00\""},
    {"date(when, '%z %Ez %Z')", "\"+0000 +00:00 UTC\""},
    {"date(when, '%H:%M %Z', 'Europe/Berlin')", "\"01:30 CET\""},
    {"date('2026-03-29T01:30:00Z', '%H:%M %Z', 'Europe/Berlin')", "\"03:30 CEST\""},
    {"date('2036-07-01T12:00:00Z', '%H:%M %Z', 'Europe/Berlin')", "\"14:00 CEST\""},
    {"date('2037-12-31T23:59:59Z', '%F %T', 'Europe/Berlin')", "\"2038-01-01 00:59:59\""},
    {"date('2060-07-01T12:00:00Z', '%H:%M %Z')", "\"12:00 UTC\""},
    {"date('2026-03-01T06:00:00+05:30', '%FT%T')", "\"2026-03-01T00:30:00\""},
    {"date('2026-03-01T06:00:00-01:00', '%H')", "\"07\""},
    {"date('2026-03-01T06:00:00.987654Z', '%T')", "\"06:00:00\""},
    {"date('2024-02-29T00:00:00Z', '%A, %d %B %j %V %%')", "\"Thursday, 29 February 060 09 %\""},
};

const Failed failed[] = {
    {"absent.not.there", 0, "'absent' is not there"},
    {"txt", 0, "'txt' is not there, did you mean 'text'?"},
    {" map.b-d['any key']", 1, "'map.b-d' is not there, did you mean 'b-c'?"},
    {"1 == map['odd']", 5, "'map['odd']' is not there"},
    {"map[text]", 0, "'map[text]' is not there"},
    {"map[join(['b-', 'd'], '')]", 0, "'map[join(['b-', 'd'], '')]' is not there"},
    {"nothing.a.b", 0, "'nothing.a' is not there: 'nothing' is null"},
    {"null.a", 0, "'null.a' is not there: 'null' is null"},
    {"list[3]", 0, "'list[3]' is not there: the list has 3 items"},
    {"list[-1]", 0, "'list[-1]' is not there: the list has 3 items"},
    {"list[2][1]", 0, "'list[2][1]' is not there: the list has 1 item"},
    {"list.a", 0, "'list' is a list, whose items have positions, as in [0], found text"},
    {"map[0]", 0, "'map' is a map, whose keys are text, found an integer"},
    {"text.a.b", 0, "'text' is text, which has no members"},
    {"from_json('[1]')[0].a", 0, "'from_json('[1]')[0]' is an integer, which has no members"},

    {"!one", 1, "'one' is an integer, expected true or false"},
    {"yes && text", 7, "'text' is text, expected true or false"},
    {"empty || yes", 0, "'empty' is text, expected true or false"},
    {"yes && one < text", 7, "'one' is an integer and 'text' is text, but '<' compares two numbers or two texts"},
    {"yes > no", 0, "'yes' is a boolean and 'no' is a boolean, but '>' compares two numbers or two texts"},

    {"default(text.a, 1)", 8, "'text' is text, which has no members"},
    {"default(nothing, absent)", 17, "'absent' is not there"},
    {"default(one, 1) < 'a'", 0,
     "'default(one, 1)' is an integer and ''a'' is text, but '<' compares two numbers or two texts"},
    {"join(text, ',')", 5, "'text' is text, but join() expects a list there"},
    {"join(list, 1)", 11, "'1' is an integer, but join() expects text there"},
    {"join(list, ',')", 5, "'list' has a list in it, which join() cannot put into text"},
    {"length(one)", 7, "'one' is an integer, but length() expects text, a list or a map there"},
    {"contains(map, 'a')", 9, "'map' is a map, but contains() expects a list or text there"},
    {"contains(text, 1)", 15, "'1' is an integer, but contains() expects text there"},
    {"from_json(one)", 10, "'one' is an integer, but from_json() expects text there"},
    {"from_json(broken)", 10, "'broken' is not JSON"},
    {"lines(list)", 6, "'list' is a list, but lines() expects text there"},
    {"date(text, '%F')", 5, "'text' is not a time such as 2026-03-01T06:00:00Z"},
    {"date(one, '%F')", 5, "'one' is an integer, but date() expects text there"},
    {"date(when, join(['%', '%'], 'Q'))", 11,
     "'join(['%', '%'], 'Q')' has a '%' that date() does not know; for a percent sign, write %%"},
    {"date('2038-01-01T00:00:00Z', '%F', 'Europe/Berlin')", 35,
     "''Europe/Berlin'' is not known to this machine for that time; zones are known up to the year 2037"},
    {"date(when, '%F', text)", 17, "'text' is not a time zone that this machine has, such as America/Chicago"},
};

const char* const no_times[] = {
    "",
    "2026-03-01",
    "2026-03-01T06:00:00",
    "2026-03-01 06:00:00Z",
    "2026-03-01T06:00Z",
    "2026-3-1T06:00:00Z",
    "2026-02-29T06:00:00Z",
    "2026-13-01T06:00:00Z",
    "2026-00-01T06:00:00Z",
    "2026-03-01T24:00:00Z",
    "2026-03-01T06:60:00Z",
    "2026-03-01T06:00:60Z",
    "2026-03-01T06:00:00.Z",
    "2026-03-01T06:00:00Zulu",
    "2026-03-01T06:00:00+0100",
    "2026-03-01T06:00:00+24:00",
    "2026-03-01T06:00:00+01:60",
};

void fail_with(const std::string& text, const Value::Map& members, std::size_t column, const std::string& message) {
    BOOST_CHECK_EXCEPTION(Expression::parse(text).evaluate(members), EvaluationError,
                          [&](const EvaluationError& error) {
                              BOOST_TEST(error.what() == message);
                              BOOST_TEST(error.column == column);
                              return true;
                          });
}

}  // namespace

BOOST_DATA_TEST_CASE(is_what_the_expression_says, boost::unit_test::data::make(evaluated), row) {
    BOOST_TEST(to_json(Expression::parse(row.text).evaluate(scope())) == row.json);
}

BOOST_DATA_TEST_CASE(is_refused_by_name, boost::unit_test::data::make(failed), row) {
    fail_with(row.text, scope(), row.column, row.message);
}

BOOST_DATA_TEST_CASE(a_time_is_one_of_rfc_3339, boost::unit_test::data::make(no_times), text) {
    fail_with("date(t, '%F')", {{"t", text}}, 5, "'t' is not a time such as 2026-03-01T06:00:00Z");
}

BOOST_AUTO_TEST_CASE(keeps_the_type) {
    BOOST_TEST(Expression::parse("one").evaluate(scope()).is_integer());
    BOOST_TEST(!Expression::parse("half").evaluate(scope()).is_integer());
    BOOST_TEST(Expression::parse("'1'").evaluate(scope()).is_text());
}

BOOST_AUTO_TEST_CASE(a_long_expression_is_named_in_part) {
    const std::string text = "length('" + std::string(91, 'x') + "ü')";
    fail_with('!' + text, {}, 1, '\'' + text.substr(0, 99) + "…' is an integer, expected true or false");
    fail_with("!length(\n'')", {}, 1, "'length( '')' is an integer, expected true or false");
}

BOOST_AUTO_TEST_CASE(is_bounded_in_size) {
    const std::string text(500'000, 'x');
    const Value::Map large = {{"text", text},
                              {"key", Value::Map{{text, 1}}},
                              {"items", Value::List(500'000)},
                              {"list", Value::List(3000)},
                              {"quotes", std::string(600'000, '"')}};
    for (const std::string name : {"text", "key", "items"}) {
        const std::string two = '[' + name + ", " + name;
        Expression::parse(two + ']').evaluate(large);
        fail_with(two + ", " + name + ']', large, 0, '\'' + two + ", " + name + "]' is larger than 1 MiB");
    }
    Expression::parse("json(text)").evaluate(large);
    fail_with("1 == join(list, text)", large, 10, "'list' becomes a text of more than 1 MiB in join()");
    fail_with("1 == json(quotes)", large, 5, "what 'json(quotes)' gives is larger than 1 MiB");
}

BOOST_AUTO_TEST_CASE(a_condition_is_a_boolean) {
    BOOST_TEST(is_true(true));
    BOOST_TEST(!is_true(false));
    BOOST_CHECK_EXCEPTION(is_true("true"), EvaluationError, [](const EvaluationError& error) {
        BOOST_TEST(error.what() == std::string("a condition is true or false, found text"));
        return true;
    });
}

BOOST_AUTO_TEST_SUITE_END()

#include "expression/text_template.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

#include "errand/json.hpp"

using namespace errand;

BOOST_AUTO_TEST_SUITE(text_template)

namespace {

struct Filled {
    const char* text;
    const char* json;

    friend std::ostream& operator<<(std::ostream& out, const Filled& row) { return out << row.text; }
};

struct Refused {
    const char* text;
    std::size_t column;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const Refused& row) { return out << row.text; }
};

const Value::Map& scope() {
    static const Value all = parse_json(R"({"name": "Ada", "count": 2, "half": 0.5, "yes": true, "nothing": null,
                                            "list": [1], "map": {"a": 1}})");
    return all.map();
}

const Filled filled[] = {
    {"", "\"\""},
    {"plain $ { } }} text", "\"plain $ { } }} text\""},
    {"${{ count }}", "2"},
    {"${{count}}", "2"},
    {" \n${{ list }}\n", "[1]"},
    {"${{ nothing }}", "null"},
    {"${{ map }}", "{\"a\":1}"},
    {"${{ name }}!", "\"Ada!\""},
    {"${{ count }}${{ count }}", "\"22\""},
    {"${{ count }} ${{ name }}", "\"2 Ada\""},
    {"[${{ nothing }}] ${{ half }} ${{ yes }}", "\"[] 0.5 true\""},
    {"${{ '}}' }}", "\"}}\""},
    {"a ${{ 'it''s }}' }} b", "\"a it's }} b\""},
    {"$${{ count }}", "\"${{ count }}\""},
    {"a $$${{ count }}", "\"a $${{ count }}\""},
    {"$${{ a ${{ count }}", "\"${{ a 2\""},
    {"${{ '$' }}${{ count }}", "\"$2\""},
    {"${{ '${{' }}", "\"${{\""},
};

const Refused unreadable[] = {
    {"a ${{ name", 2, "the '${{' is not closed, expected '}}'"},
    {"${{ name } }", 0, "the '${{' is not closed, expected '}}'"},
    {"a ${{ it's }}", 8, "the text that begins here is not closed, expected a ' at its end"},
    {"a ${{ }}", 6, "unexpected end, expected a value"},
    {"${{ name }} ${{ a b }}", 18, "unexpected 'b', expected an operator or the end"},
    {"${{ ${{ name }} }}", 4, "unexpected '$'"},
};

const Refused unfilled[] = {
    {"a ${{ nme }}", 6, "'nme' is not there, did you mean 'name'?"},
    {"a ${{ list }}", 2, "'list' is a list within a text; use join() or json()"},
    {"${{ map }} ${{ name }}", 0, "'map' is a map within a text; use json()"},
};

}  // namespace

BOOST_DATA_TEST_CASE(is_filled, boost::unit_test::data::make(filled), row) {
    BOOST_TEST(to_json(TextTemplate::parse(row.text).evaluate(scope())) == row.json);
}

BOOST_DATA_TEST_CASE(is_refused_at_the_mistake, boost::unit_test::data::make(unreadable), row) {
    BOOST_CHECK_EXCEPTION(TextTemplate::parse(row.text), ExpressionSyntaxError,
                          [&](const ExpressionSyntaxError& error) {
                              BOOST_TEST(error.what() == row.message);
                              BOOST_TEST(error.column == row.column);
                              return true;
                          });
}

BOOST_DATA_TEST_CASE(says_why_it_has_no_value, boost::unit_test::data::make(unfilled), row) {
    BOOST_CHECK_EXCEPTION(TextTemplate::parse(row.text).evaluate(scope()), EvaluationError,
                          [&](const EvaluationError& error) {
                              BOOST_TEST(error.what() == row.message);
                              BOOST_TEST(error.column == row.column);
                              return true;
                          });
}

BOOST_AUTO_TEST_CASE(has_expressions_where_it_has_their_mark) {
    BOOST_TEST(TextTemplate::has_expressions("a ${{ b }}"));
    BOOST_TEST(TextTemplate::has_expressions("a $${{ b }}"));
    BOOST_TEST(!TextTemplate::has_expressions("a $ {{ b }}"));
    BOOST_TEST(!TextTemplate::parse("a ${{ b }}").is_constant());
    BOOST_TEST(TextTemplate::parse("a $${{ b }}").is_constant());
}

BOOST_AUTO_TEST_CASE(refers_with_columns_of_the_whole_text) {
    const auto references = TextTemplate::parse("a ${{ b.c }} $${{ d }} ${{ e }}").references();
    BOOST_TEST_REQUIRE(references.size() == 2u);
    BOOST_TEST((references[0] == Expression::Reference{{"b", "c"}, 6, false}));
    BOOST_TEST((references[1] == Expression::Reference{{"e"}, 27, false}));
}

BOOST_AUTO_TEST_CASE(is_bounded_in_size) {
    const Value::Map large = {{"text", std::string(600'000, 'x')}};
    BOOST_TEST(TextTemplate::parse("${{ text }}.").evaluate(large).text().size() == 600'001u);
    BOOST_CHECK_EXCEPTION(
        TextTemplate::parse("${{ text }}${{ text }}").evaluate(large), EvaluationError,
        [](const EvaluationError& error) {
            BOOST_TEST(error.what() ==
                       std::string("the text becomes larger than 1 MiB with what its expressions give"));
            return true;
        });
}

BOOST_AUTO_TEST_CASE(is_equal_as_a_text) {
    BOOST_TEST((TextTemplate::parse("a ${{ b }}") == TextTemplate::parse("a ${{ b }}")));
    BOOST_TEST(!(TextTemplate::parse("a ${{ b }}") == TextTemplate::parse("a ${{ c }}")));
}

BOOST_AUTO_TEST_SUITE_END()

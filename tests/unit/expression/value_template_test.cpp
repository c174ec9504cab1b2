#include "expression/value_template.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "errand/json.hpp"
#include "support/thrown.hpp"

using namespace errand;
using errand::testing::thrown;

BOOST_AUTO_TEST_SUITE(value_template)

namespace {

Value filled(const std::string& json, const Value::Map& scope) {
    return ValueTemplate::parse(parse_json(json)).evaluate(scope);
}

}  // namespace

BOOST_AUTO_TEST_CASE(fills_texts_at_any_depth) {
    const Value::Map scope = {{"count", 2}, {"name", "Ada"}};
    BOOST_TEST(to_json(filled(R"({"a": ["${{ count }}", {"b": "for ${{ name }}"}], "c": true, "d": null})", scope)) ==
               R"({"a":[2,{"b":"for Ada"}],"c":true,"d":null})");
    BOOST_TEST(to_json(filled(R"({"${{ name }}": "$${{ name }}"})", scope)) == R"({"${{ name }}":"${{ name }}"})");
    BOOST_TEST(to_json(filled(R"("${{ count }}")", scope)) == "2");
}

BOOST_AUTO_TEST_CASE(a_constant_is_taken_as_it_is) {
    BOOST_TEST(ValueTemplate(Value("${{ a }}")).evaluate({}).text() == "${{ a }}");
    BOOST_TEST(ValueTemplate().evaluate({}).is_null());
}

BOOST_AUTO_TEST_CASE(is_constant_without_expressions) {
    BOOST_TEST(ValueTemplate::parse(parse_json(R"({"a": [1, "b", "$${{ c }}"]})")).is_constant());
    BOOST_TEST(!ValueTemplate::parse(parse_json(R"({"a": [1, {"b": "${{ c }}"}]})")).is_constant());
    BOOST_TEST(!ValueTemplate::parse(parse_json(R"([1, "${{ c }}", 2])")).is_constant());
}

BOOST_AUTO_TEST_CASE(refers_to_what_its_texts_do) {
    const auto references =
        ValueTemplate::parse(parse_json(R"({"a": ["x", "${{ b }}"], "c": " ${{ d.e }}"})")).references();
    BOOST_TEST_REQUIRE(references.size() == 2u);
    BOOST_TEST((references[0] == Expression::Reference{{"b"}, 4, false}));
    BOOST_TEST((references[1] == Expression::Reference{{"d", "e"}, 5, false}));
}

BOOST_AUTO_TEST_CASE(is_put_together_from_its_parts) {
    const ValueTemplate parts(ValueTemplate::Map{
        {"a", ValueTemplate(ValueTemplate::List{ValueTemplate(TextTemplate::parse("${{ b }}")), ValueTemplate(1)})}});
    BOOST_TEST((parts == ValueTemplate::parse(parse_json(R"({"a": ["${{ b }}", 1]})"))));
    BOOST_TEST(!(parts == ValueTemplate::parse(parse_json(R"({"a": ["${{ c }}", 1]})"))));
}

BOOST_AUTO_TEST_CASE(passes_the_errors_of_its_texts_on) {
    BOOST_TEST(thrown<ExpressionSyntaxError>([] { ValueTemplate::parse(Value::List{"${{ a b }}"}); }) ==
               "unexpected 'b', expected an operator or the end");
    BOOST_TEST(thrown<EvaluationError>([] { filled(R"({"a": "${{ b }}"})", {}); }) == "'b' is not there");
}

BOOST_AUTO_TEST_CASE(is_bounded_in_size) {
    const Value::Map scope = {{"text", std::string(1'000'000, 'x')}};
    const auto fill = [&](std::size_t count) {
        return ValueTemplate::parse(Value::List(count, "${{ text }}")).evaluate(scope).list().size();
    };
    BOOST_TEST(fill(8) == 8u);
    BOOST_TEST(thrown<EvaluationError>([&] { fill(9); }) == "what the expressions give is larger than 8 MiB together");
}

BOOST_AUTO_TEST_SUITE_END()

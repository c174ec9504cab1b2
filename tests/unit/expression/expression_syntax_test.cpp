#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

#include "expression/expression.hpp"

using namespace errand;

BOOST_AUTO_TEST_SUITE(expression_syntax)

namespace {

struct Refused {
    const char* text;
    std::size_t column;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const Refused& row) { return out << "'" << row.text << "'"; }
};

const std::string kLongFormat = "date(a, '" + std::string(1025, 'x') + "')";

const Refused refused[] = {
    {"", 0, "unexpected end, expected a value"},
    {" \n", 2, "unexpected end, expected a value"},
    {"a ||", 4, "unexpected end, expected a value"},
    {"|| a", 0, "unexpected '||', expected a value"},
    {"a b", 2, "unexpected 'b', expected an operator or the end"},
    {"a 'b'", 2, "unexpected a text, expected an operator or the end"},
    {"a -1", 2, "unexpected '-1', expected an operator or the end"},
    {"a == b == c", 7, "unexpected '==', expected an operator or the end"},
    {"(a", 2, "unexpected end, expected ')'"},
    {"(a]", 2, "unexpected ']', expected ')'"},
    {"a)", 1, "unexpected ')', expected an operator or the end"},
    {"[a, b", 5, "unexpected end, expected ',' or ']'"},
    {"[a,]", 3, "unexpected ']', expected a value"},
    {"a[b", 3, "unexpected end, expected ']'"},
    {"a[]", 2, "unexpected ']', expected a value"},
    {"a.", 2, "unexpected end, expected a name after '.'"},
    {"a.1", 2, "unexpected '1', expected a name after '.'"},
    {"a.'b'", 2, "unexpected a text, expected a name after '.'"},
    {"a.b(c)", 3, "unexpected '(', expected an operator or the end"},
    {"json(a", 6, "unexpected end, expected ',' or ')'"},
    {"a = b", 2, "unexpected '=', did you mean '=='?"},
    {"a & b", 2, "unexpected '&', did you mean '&&'?"},
    {"a | b", 2, "unexpected '|', did you mean '||'?"},
    {"a + b", 2, "unexpected '+': there is no arithmetic"},
    {"a - b", 2, "unexpected '-': there is no arithmetic"},
    {"\"a\"", 0, "unexpected '\"': a text stands in single quotes"},
    {"a ¹", 2, "unexpected '¹'"},
    {"a \x01", 2, "unexpected byte 0x01"},
    {"a \xff", 2, "unexpected byte 0xff"},
    {"a == 'b", 5, "the text that begins here is not closed, expected a ' at its end"},
    {"'it''s", 0, "the text that begins here is not closed, expected a ' at its end"},
    {"017", 0, "'017' has a leading zero; quote it if it is text"},
    {"9223372036854775808", 0, "'9223372036854775808' is too large for an integer"},
    {"[1e999]", 1, "'1e999' is out of the range of numbers"},
    {"1 == defualt(a, b)", 5, "there is no function 'defualt', did you mean 'default'?"},
    {"exec('rm')", 0, "there is no function 'exec'"},
    {"default(a)", 0, "default(value, fallback) takes 2 arguments, found 1"},
    {"length(a, b)", 0, "length(value) takes 1 argument, found 2"},
    {"date()", 0, "date(time, format[, zone]) takes 2 or 3 arguments, found 0"},
    {"date(a, '%Q')", 8, "this has a '%' that date() does not know; for a percent sign, write %%"},
    {"date(a, '5%')", 8, "this has a '%' that date() does not know; for a percent sign, write %%"},
    {kLongFormat.c_str(), 8, "this is longer than the 1 KiB that a format may have"},
    {"date(a, 1)", 8, "this is an integer, but date() expects text there"},
    {"date(a, '%F', 'Mars/Base')", 14, "this is not a time zone that this machine has, such as America/Chicago"},
    {"date('tomorrow', '%F')", 5, "this is not a time such as 2026-03-01T06:00:00Z"},
};

/// `count` times `text`.
std::string times(int count, const std::string& text) {
    std::string all;
    for (int i = 0; i < count; ++i) all += text;
    return all;
}

struct Nested {
    const char* open;
    const char* close;
    /// How many of them an expression may have.
    int most;

    friend std::ostream& operator<<(std::ostream& out, const Nested& row) { return out << row.open << row.close; }
};

const Nested nested[] = {{"(", ")", 63}, {"[", "]", 63}, {"!", "", 63}, {"a[", "]", 63}, {"json(", ")", 63}};

void refuse(const std::string& text, std::size_t column, const std::string& message) {
    BOOST_CHECK_EXCEPTION(Expression::parse(text), ExpressionSyntaxError, [&](const ExpressionSyntaxError& error) {
        BOOST_TEST(error.what() == message);
        BOOST_TEST(error.column == column);
        return true;
    });
}

}  // namespace

BOOST_DATA_TEST_CASE(points_at_the_mistake, boost::unit_test::data::make(refused), row) {
    refuse(row.text, row.column, row.message);
}

BOOST_DATA_TEST_CASE(is_bounded_in_depth, boost::unit_test::data::make(nested), row) {
    const auto text = [&](int count) { return times(count, row.open) + "a" + times(count, row.close); };
    Expression::parse(text(row.most));
    const std::string too_deep = text(row.most + 1);
    BOOST_CHECK_EXCEPTION(Expression::parse(too_deep), ExpressionSyntaxError, [](const ExpressionSyntaxError& error) {
        BOOST_TEST(error.what() == std::string("nested deeper than 64 levels"));
        return true;
    });
}

BOOST_AUTO_TEST_CASE(is_bounded_in_length_but_not_in_operands) {
    const std::string longest = times(1023, "a ||") + "abcd";
    Expression::parse(longest);
    refuse(longest + "e", 0, "is longer than 4096 bytes");
}

BOOST_AUTO_TEST_CASE(columns_are_those_of_the_text_around_it) {
    BOOST_CHECK_EXCEPTION(Expression::parse(" a b", 10), ExpressionSyntaxError,
                          [](const ExpressionSyntaxError& error) { return error.column == 13; });
    const auto references = Expression::parse(" !a", 10).references();
    BOOST_TEST_REQUIRE(references.size() == 1u);
    BOOST_TEST(references[0].column == 12u);
}

BOOST_AUTO_TEST_CASE(is_a_value_without_the_blanks_around_it) {
    BOOST_TEST(Expression::parse("\n a.b ").text() == "a.b");
    BOOST_TEST((Expression::parse(" a.b ") == Expression::parse("a.b")));
    BOOST_TEST(!(Expression::parse("a.b") == Expression::parse("a.c")));
}

BOOST_AUTO_TEST_SUITE_END()

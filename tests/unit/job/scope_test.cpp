#include "job/scope.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "support/golden.hpp"
#include "support/thrown.hpp"

namespace errand {

using testing::thrown;

BOOST_AUTO_TEST_SUITE(scope_syntax)

struct Row {
    const char* text;
    const char* expected;

    friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.text; }
};

const Row read[] = {
    {"", ""},
    {"  a  b ", "a b"},
    {"a b a", "a b"},
    {"*a", "*a"},
    {"a[b]", "a[b]"},
    {"a[ b  *c ]", "a[b *c]"},
    {"a[b[c d] e] f", "a[b[c d] e] f"},
    {"a[b] a[c b]", "a[b c]"},
    {"a[b[c]] a[b[d]]", "a[b[c d]]"},
    {"a[b] *a", "a[b] *a[b]"},
    {"urn:globus:auth:scope:transfer.api.globus.org:all[*https://auth.globus.org/scopes/c0/data_access]",
     "urn:globus:auth:scope:transfer.api.globus.org:all[*https://auth.globus.org/scopes/c0/data_access]"},
};

const Row refused[] = {
    {"a [b]", "the scope 'a [b]' has a space before a '['"},
    {"a[b", "the scope 'a[b' has a '[' that is not closed"},
    {"a]", "the scope 'a]' has a ']' without a '[' before it"},
    {"[a]", "the scope '[a]' has a '[' without a scope before it"},
    {"a[[b]]", "the scope 'a[[b]]' has a '[' without a scope before it"},
    {"a[]", "the scope 'a[]' has empty brackets"},
    {"a[ ]", "the scope 'a[ ]' has empty brackets"},
    {"**a", "the scope '**a' has a '*' without a scope after it"},
    {"a *", "the scope 'a *' has a '*' without a scope after it"},
    {"a*b", "the scope 'a*b' has a '*' within a scope"},
    {"a[b]c", "the scope 'a[b]c' has neither a space nor a ']' after a ']'"},
};

BOOST_DATA_TEST_CASE(is_read_and_written, boost::unit_test::data::make(read), row) {
    BOOST_TEST(to_string(parse_scopes(row.text)) == row.expected);
}

BOOST_DATA_TEST_CASE(is_refused_with_its_mistake, boost::unit_test::data::make(refused), row) {
    BOOST_TEST(thrown<ScopeSyntaxError>([&] { parse_scopes(row.text); }) == row.expected);
}

BOOST_AUTO_TEST_CASE(is_not_nested_without_end) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += "a[";
    BOOST_TEST(thrown<ScopeSyntaxError>([&] { parse_scopes(text); }).ends_with("nested deeper than 50"));
}

BOOST_AUTO_TEST_CASE(compares_without_an_order_of_dependencies) {
    BOOST_CHECK(parse_scopes("a[b c]") == parse_scopes("a[c b]"));
    BOOST_CHECK(parse_scopes("a[b c]") != parse_scopes("a[b *c]"));
    BOOST_CHECK(parse_scopes("a[b]") != parse_scopes("a[b c]"));
    BOOST_CHECK(parse_scopes("a") != parse_scopes("*a"));
}

BOOST_AUTO_TEST_CASE(merges_what_two_lists_ask_for) {
    BOOST_TEST(to_string(merged(parse_scopes("a[b] c"), parse_scopes("a[d] e"))) == "a[b d] c e");
}

/// Each of the texts that the SDK makes one scope of, as one list.
std::vector<Scope> joined(const Value& texts) {
    std::vector<Scope> scopes;
    for (const Value& text : texts.list()) scopes.push_back(parse_scopes(text.text()).at(0));
    return scopes;
}

BOOST_AUTO_TEST_CASE(is_what_the_globus_sdk_reads) {
    const auto behaviour = testing::golden("golden_behaviour.json");
    if (!behaviour) return;
    for (const Value& row : behaviour->find("scope_parse")->list()) {
        const std::string text = row.find("in")->text();
        BOOST_TEST_CONTEXT("'" << text << "'") {
            if (const Value* scopes = row.find("ok"))
                BOOST_CHECK(parse_scopes(text) == joined(*scopes));
            else
                BOOST_CHECK_THROW(parse_scopes(text), ScopeSyntaxError);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

#include "job/scope_widening.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "support/thrown.hpp"

using namespace errand;

BOOST_AUTO_TEST_SUITE(scope_widening)

namespace {

struct Row {
    const char* title;
    std::vector<std::string> declared;
    std::vector<std::string> asked;
    const char* allowed;
    /// In the order in which the token endpoint gets them.
    const char* wanted;
    const char* refused;

    friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.title; }
};

const Row rows[] = {
    {"a dependency", {"a"}, {"a[b]"}, "", "a[b]", ""},
    {"an optional dependency", {"a"}, {"a[*b]"}, "", "a[*b]", ""},
    {"a dependency of a dependency", {"a"}, {"a[b[c]]"}, "", "a[b[c]]", ""},
    {"one beside those that are declared", {"a[b]"}, {"a[c]"}, "", "a[b c]", ""},
    {"one of several scopes", {"x", "a"}, {"a[b]"}, "", "x a[b]", ""},
    {"of several scopes, in one string", {"x", "a"}, {"a[b] x[c]"}, "", "x[c] a[b]", ""},
    {"asked in turn", {"a"}, {"a[b]", "a[c]"}, "", "a[b c]", ""},
    {"nothing new", {"a[b]"}, {"a[b]"}, "", "a[b]", ""},
    {"less than is declared", {"a[b]"}, {"a"}, "", "a[b]", ""},
    {"nothing", {"a"}, {}, "", "a", ""},
    {"a declared scope as an optional one", {"a"}, {"*a[b]"}, "", "a[b]", ""},
    {"an optional scope as one that must be", {"*a"}, {"a[b]"}, "", "*a[b]", ""},
    {"another scope", {"a"}, {"b"}, "", "a", "b"},
    {"another scope and a dependency", {"a"}, {"a[c] b"}, "", "a[c]", "b"},
    {"a scope that is only a dependency of the task's", {"a[b]"}, {"b"}, "", "a[b]", "b"},
    {"a longer name", {"a"}, {"ab[c]"}, "", "a", "ab[c]"},
    {"another scope that is allowed", {"a"}, {"b"}, "b", "a b", ""},
    {"an allowed scope with any dependencies", {"a"}, {"b[c[d]]"}, "b", "a b[c[d]]", ""},
    {"an allowed scope with allowed dependencies", {"a"}, {"b[c]"}, "b[*c d]", "a b[c]", ""},
    {"an allowed scope with others", {"a"}, {"b[e]"}, "b[c d]", "a", "b[e]"},
    {"an allowed scope with more below", {"a"}, {"b[c[e]]"}, "b[c]", "a", "b[c[e]]"},
    {"an allowed scope with others, asked in turn", {"a"}, {"b[c]", "b[e]"}, "b[c]", "a", "b[c e]"},
    {"an allowed scope with others, as an optional one", {"a"}, {"b[c] *b[e]"}, "b[c]", "a", "b[c e] *b[c e]"},
    {"more of a declared scope than of the allowed one", {"a"}, {"a[c]"}, "a[b]", "a[c]", ""},
};

}  // namespace

BOOST_DATA_TEST_CASE(adds_what_the_task_may_have, boost::unit_test::data::make(rows), row) {
    const ScopeWidening found = widened({"r1", row.declared}, row.asked, parse_scopes(row.allowed));
    BOOST_TEST(found.wanted.resource_server == "r1");
    std::string wanted;
    for (const std::string& scope : found.wanted.scopes) wanted += (wanted.empty() ? "" : " ") + scope;
    BOOST_TEST(wanted == row.wanted);
    BOOST_TEST(to_string(found.refused) == row.refused);
}

BOOST_AUTO_TEST_CASE(allows_by_any_item_of_the_list) {
    const std::vector<Scope> allowed = {parse_scopes("b[c]").front(), parse_scopes("b").front()};
    BOOST_TEST(to_string(widened({"r1", {"a"}}, {"b[x]"}, allowed).refused) == "");
}

BOOST_AUTO_TEST_CASE(takes_nothing_that_is_not_made_of_scopes) {
    const auto problem = [](const std::string& asked) {
        return testing::thrown<ScopeSyntaxError>([&] { widened({"r1", {"a"}}, {asked}, {}); });
    };
    BOOST_TEST(problem("a[b") == "the scope 'a[b' has a '[' that is not closed");
    for (const char* bad : {"a[b\n]", "a[\x1b]", "a[\"]", "a[\\]", "a[\xc3\xa9]"})
        BOOST_TEST(problem(bad) == "what was asked for holds characters that no scope has");
}

BOOST_AUTO_TEST_CASE(takes_no_more_than_200_scopes_or_16_kib) {
    const char kTooMuch[] = "more was asked for than 200 scopes or 16KiB of them";
    const auto dependencies = [](int count, const std::string& name) {
        std::string text;
        for (int i = 0; i < count; ++i) text += (i == 0 ? "a[" : " ") + name + std::to_string(i);
        return text + ']';
    };
    const auto problem = [](const std::string& asked) {
        return testing::thrown<ScopeSyntaxError>([&] { widened({"r1", {"a"}}, {asked}, {}); });
    };
    BOOST_TEST((widened({"r1", {"a"}}, {dependencies(199, "b")}, {}).refused.empty()));
    BOOST_TEST(problem(dependencies(200, "b")) == kTooMuch);
    BOOST_TEST(problem(dependencies(1, std::string(16 * 1024, 'b'))) == kTooMuch);
}

BOOST_AUTO_TEST_SUITE_END()

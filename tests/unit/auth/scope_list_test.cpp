#include "auth/scope_list.hpp"

#include <boost/test/unit_test.hpp>

namespace errand {

using Words = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(scope_lists)

BOOST_AUTO_TEST_CASE(are_split_at_spaces_outside_brackets) {
    BOOST_TEST((split_scopes("a  b[c *d[e f]] *g") == Words{"a", "b[c *d[e f]]", "*g"}));
    BOOST_TEST(split_scopes("").empty());
    BOOST_TEST(split_scopes("  ").empty());
}

BOOST_AUTO_TEST_CASE(lack_what_was_not_granted) {
    BOOST_TEST((missing_scopes({"a", "b", "c"}, "c a") == Words{"b"}));
    BOOST_TEST(missing_scopes({"a", "b"}, "b x a").empty());
}

BOOST_AUTO_TEST_CASE(may_lack_optional_scopes_and_never_list_dependencies) {
    BOOST_TEST(missing_scopes({"a[b c]", "*d"}, "a").empty());
    BOOST_TEST((missing_scopes({"a[b c]"}, "b c") == Words{"a"}));
}

BOOST_AUTO_TEST_CASE(can_be_shown) {
    BOOST_TEST(comma_separated({}) == "");
    BOOST_TEST(comma_separated({"a", "b"}) == "a, b");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

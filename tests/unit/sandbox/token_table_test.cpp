#include "sandbox/token_table.hpp"

#include <boost/test/unit_test.hpp>

#include "support/fake_clock.hpp"

using errand::TokenTable;
using std::chrono::seconds;

BOOST_AUTO_TEST_SUITE(token_table)

struct Fixture {
    errand::testing::FakeClock clock;
    TokenTable tokens{clock, seconds(10)};
};

BOOST_FIXTURE_TEST_CASE(remembers_what_a_token_is_for, Fixture) {
    const auto found = tokens.find(tokens.issue("server", {"a", "b"}));
    BOOST_TEST_REQUIRE(found.has_value());
    BOOST_TEST(found->resource_server == "server");
    BOOST_TEST(found->scopes == (std::vector<std::string>{"a", "b"}), boost::test_tools::per_element());
    BOOST_TEST((found->issued == clock.now()));
    BOOST_TEST((found->expires == clock.now() + seconds(10)));
}

BOOST_FIXTURE_TEST_CASE(never_issues_a_token_twice, Fixture) {
    BOOST_TEST(tokens.issue("server", {}) != tokens.issue("server", {}));
}

BOOST_FIXTURE_TEST_CASE(forgets_a_token_at_the_end_of_its_life, Fixture) {
    const std::string token = tokens.issue("server", {});
    clock.advance(std::chrono::milliseconds(9'999));
    BOOST_TEST(tokens.find(token).has_value());
    clock.advance(std::chrono::milliseconds(1));
    BOOST_TEST(!tokens.find(token).has_value());
}

BOOST_FIXTURE_TEST_CASE(forgets_a_revoked_token_and_no_other, Fixture) {
    const std::string revoked = tokens.issue("server", {});
    const std::string kept = tokens.issue("server", {});
    tokens.revoke(revoked);
    tokens.revoke("never issued");
    BOOST_TEST(!tokens.find(revoked).has_value());
    BOOST_TEST(tokens.find(kept).has_value());
}

BOOST_FIXTURE_TEST_CASE(holds_so_many_tokens_and_drops_the_oldest, Fixture) {
    const std::string oldest = tokens.issue("server", {});
    clock.advance(std::chrono::milliseconds(1));
    for (int i = 0; i < 9'999; ++i) tokens.issue("server", {});
    BOOST_TEST(tokens.find(oldest).has_value());
    tokens.issue("server", {});
    BOOST_TEST(!tokens.find(oldest).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

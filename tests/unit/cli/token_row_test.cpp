#include "cli/token/token_row.hpp"

#include <boost/test/unit_test.hpp>
#include <sstream>

#include "base/error.hpp"
#include "cli/token/requested_scopes.hpp"
#include "errand/json.hpp"
#include "support/fake_clock.hpp"

namespace errand {

struct TokenRows {
    /// The SHA-256 of `abc` begins with ba7816bf: FIPS 180-4, example 1.
    TokenRow row(const std::string& server, const std::string& scopes, std::chrono::seconds left) const {
        return {"globus", "client-1", {Secret("abc"), scopes, server, "Bearer", clock.now() + left, {}}};
    }

    testing::FakeClock clock;
};

BOOST_FIXTURE_TEST_SUITE(token_rows, TokenRows)

BOOST_AUTO_TEST_CASE(are_printed_as_a_table_without_the_token) {
    std::ostringstream out;
    print_tokens(
        out,
        {row("transfer.api.globus.org", "a b", std::chrono::hours(1)), row("", "bad\x1b[1m", std::chrono::seconds(0))},
        clock.now());
    BOOST_TEST(out.str() ==
               "HASH      PROVIDER  RESOURCE SERVER          EXPIRES               SCOPES\n"
               "ba7816bf  globus    transfer.api.globus.org  2027-01-15T10:00:00Z  a b\n"
               "ba7816bf  globus    -                        expired               bad\\x1b[1m\n");
}

BOOST_AUTO_TEST_CASE(are_the_same_for_machines) {
    BOOST_TEST(to_json(to_value(row("r1", "a[b c] d", std::chrono::hours(1)), clock.now())) ==
               R"({"client_id":"client-1","expires_at":"2027-01-15T10:00:00Z","hash":"ba7816bf","is_expired":false,)"
               R"("provider":"globus","resource_server":"r1","scopes":["a[b c]","d"]})");
}

BOOST_AUTO_TEST_CASE(have_a_name_for_messages) {
    BOOST_TEST(name_of(row("r1", "a", std::chrono::hours(1))) == "ba7816bf of globus for r1");
    BOOST_TEST(name_of(row("", "a", std::chrono::hours(1))) == "ba7816bf of globus");
}

BOOST_AUTO_TEST_CASE(do_not_keep_each_other_back) {
    std::ostringstream err;
    std::vector<int> done;
    const ExitCode code = with_each(std::vector<int>{1, 2, 3, 4}, err, [&](int number) {
        if (number == 1) throw ServiceUnreachable("nobody there");
        if (number == 3) throw CredentialsRefused("go away");
        done.push_back(number);
    });
    BOOST_TEST((code == ExitCode::credentials));
    BOOST_TEST(err.str() == "errand: nobody there\nerrand: go away\n");
    BOOST_TEST((done == std::vector<int>{2, 4}));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(scopes_to_ask_for)

BOOST_AUTO_TEST_CASE(are_one_request_for_each_resource_server_that_they_show) {
    const std::vector<ScopeDescription> expected = {
        {"transfer.api.globus.org",
         {"urn:globus:auth:scope:transfer.api.globus.org:all[x]", "urn:globus:auth:scope:transfer.api.globus.org:b"}},
        {"auth.globus.org", {"openid"}},
        {"524230d7-ea86-4a52-8312-86065a9e0417",
         {"https://auth.globus.org/scopes/524230d7-ea86-4a52-8312-86065a9e0417/timer"}}};
    BOOST_TEST((by_resource_server({"urn:globus:auth:scope:transfer.api.globus.org:all[x]", "openid",
                                    "https://auth.globus.org/scopes/524230d7-ea86-4a52-8312-86065a9e0417/timer",
                                    "urn:globus:auth:scope:transfer.api.globus.org:b"},
                                   provider_type("globus")) == expected));
}

BOOST_AUTO_TEST_CASE(are_one_request_where_they_show_none) {
    BOOST_TEST(
        (by_resource_server({"a", "b"}, provider_type("oauth2")) == std::vector<ScopeDescription>{{"", {"a", "b"}}}));
    BOOST_TEST((by_resource_server({}, provider_type("oauth2")) == std::vector<ScopeDescription>{{"", {}}}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

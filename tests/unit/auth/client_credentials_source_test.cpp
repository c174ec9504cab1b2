#include "auth/client_credentials_source.hpp"

#include <boost/test/unit_test.hpp>
#include <set>

#include "errand/testing/scripted_http_client.hpp"
#include "support/fake_clock.hpp"
#include "support/thrown.hpp"

namespace errand {

using testing::thrown;

struct Sourcing {
    ClientCredentialsSource source(GrantOptions options = {.server = "https://a.example/token"}) {
        auto client = std::make_unique<OAuthClient>(
            "me", client_secret_post("me", [] { return Secret("hush"); }),
            [] {
                return ServerMetadata{"https://a.example/token", {}, {}};
            },
            http, clock);
        return {std::move(client), std::move(options)};
    }
    static GrantOptions globus() { return {.server = "https://a.example/token", .names_resource_servers = true}; }

    std::shared_ptr<testing::ScriptedHttpClient> http = std::make_shared<testing::ScriptedHttpClient>();
    testing::FakeClock clock;
};

BOOST_FIXTURE_TEST_SUITE(client_credentials_source, Sourcing)

BOOST_AUTO_TEST_CASE(asks_for_the_scopes) {
    http->answer(200, R"({"access_token": "A"})");
    const AccessToken token = source().fetch({"r1", {"s1", "urn:s2"}});
    BOOST_TEST(token.token.reveal() == "A");
    BOOST_TEST(token.resource_server == "r1");
    BOOST_TEST(token.scopes == "s1 urn:s2");
    BOOST_TEST(http->requests().at(0).body ==
               "grant_type=client_credentials&scope=s1+urn%3As2&client_id=me&client_secret=hush");
}

BOOST_AUTO_TEST_CASE(asks_for_what_the_provider_adds) {
    http->answer(200, R"({"access_token": "A"})");
    source({"https://a.example/token", false, "api", {"https://r/1", "https://r/2"}, {{"tenant", "7"}}})
        .fetch({"r1", {}});
    BOOST_TEST(http->requests().at(0).body ==
               "grant_type=client_credentials&audience=api&resource=https%3A%2F%2Fr%2F1&resource=https%3A%2F%2Fr%2F2&"
               "tenant=7&client_id=me&client_secret=hush");
}

BOOST_AUTO_TEST_CASE(has_another_identity_with_each_thing_that_shapes_the_request) {
    const GrantOptions plain = {.server = "https://a.example/token"};
    GrantOptions audience = plain;
    audience.audience = "x";
    GrantOptions resource = plain;
    resource.resources = {"x"};
    GrantOptions field = plain;
    field.fields = {{"", "x"}};
    std::set<std::string> identities;
    for (const GrantOptions& options : {plain, audience, resource, field, GrantOptions{.server = "https://b.example"}})
        identities.insert(source(options).identity());
    BOOST_TEST(identities.size() == 5U);
    BOOST_TEST(source(plain).identity() == source(plain).identity());
}

BOOST_AUTO_TEST_CASE(refuses_less_than_was_asked_for) {
    http->answer(200, R"({"access_token": "A", "scope": "s2"})");
    BOOST_TEST(thrown<CredentialsRefused>([&] {
                   source().fetch({"r1", {"s1", "s2", "s3"}});
               }) ==
               "the token endpoint https://a.example/token granted client me less than was asked for, without s1, s3; "
               "let the client have them there");
}

const std::string transfer_all = "urn:globus:auth:scope:transfer.api.globus.org:all";

BOOST_AUTO_TEST_CASE(picks_the_token_of_the_resource_server) {
    http->answer(200, R"({"access_token": "A", "scope": "openid", "resource_server": "auth.globus.org",
        "other_tokens": [{"access_token": "B", "scope": ")" +
                          transfer_all + R"(",
        "resource_server": "transfer.api.globus.org"}]})");
    const AccessToken found = source(globus()).fetch({"transfer.api.globus.org", {transfer_all}});
    BOOST_TEST(found.token.reveal() == "B");
    BOOST_TEST(found.scopes == transfer_all);
}

BOOST_AUTO_TEST_CASE(refuses_an_answer_for_another_resource_server) {
    http->answer(200, R"({"access_token": "A", "scope": ")" + transfer_all + R"(",
        "resource_server": "auth.globus.org"})");
    BOOST_TEST(
        thrown<CredentialsRefused>([&] {
            source(globus()).fetch({"transfer.api.globus.org", {transfer_all}});
        }) ==
        "the token endpoint https://a.example/token granted client me no token for transfer.api.globus.org, only "
        "for auth.globus.org");
}

BOOST_AUTO_TEST_CASE(asks_globus_for_no_empty_set_of_scopes) {
    BOOST_TEST(thrown<Error>([&] {
                   source(globus()).fetch({"transfer.api.globus.org", {}});
               }) == "no scope is named for transfer.api.globus.org");
    BOOST_TEST(http->requests().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

#include "auth/oauth_client.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <set>

#include "auth/private_key_jwt.hpp"
#include "base/error.hpp"
#include "errand/testing/scripted_http_client.hpp"
#include "support/fake_clock.hpp"
#include "support/thrown.hpp"

namespace errand {

using testing::thrown;

struct Refusal {
    const char* title;
    int status;
    std::string body;
    std::string message;
};
std::ostream& operator<<(std::ostream& out, const Refusal& row) { return out << row.title; }

struct Granting {
    OAuthClient client() {
        return {client_id, client_secret_basic(client_id, secret, encoding), [this] { return endpoints; }, http, clock};
    }
    TokenResponse request(const std::string& scopes = "s1 urn:s2") {
        return client().grant({{"grant_type", "client_credentials"}, {"scope", scopes}});
    }
    std::string sent(const char* header) const { return http->requests().at(0).headers.find(header).value_or("none"); }

    std::shared_ptr<testing::ScriptedHttpClient> http = std::make_shared<testing::ScriptedHttpClient>();
    testing::FakeClock clock;
    std::string client_id = "me";
    SecretSource secret = [] { return Secret("pa ss:wörd"); };
    BasicEncoding encoding = BasicEncoding::raw;
    ServerMetadata endpoints = {"https://a.example/token?x=1", "https://a.example/introspect",
                                "https://a.example/revoke"};
};

BOOST_FIXTURE_TEST_SUITE(oauth_client, Granting)

const std::string endpoint = "the token endpoint https://a.example/token ";

BOOST_AUTO_TEST_CASE(goes_over_the_wire_as_globus_has_it) {
    http->answer(200, R"({"access_token": "A"})");
    client_id = "3f6c2a1e-0000-4000-8000-00000000c1d0";
    secret = [] { return Secret("c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA=="); };
    request("urn:globus:auth:scope:transfer.api.globus.org:all");
    const HttpRequest sent_request = http->requests().at(0);
    BOOST_TEST(sent_request.method == "POST");
    BOOST_TEST(sent_request.url == "https://a.example/token?x=1");
    BOOST_TEST(sent_request.body ==
               "grant_type=client_credentials&scope=urn%3Aglobus%3Aauth%3Ascope%3Atransfer.api.globus.org%3Aall");
    BOOST_TEST(sent("Authorization") ==
               "Basic M2Y2YzJhMWUtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDBjMWQwOmMyVmpjbVYwTFhObFkzSmxkQzF6WldOeVpYUXRjMlZqY21W"
               "MExYTmxZM0psZEE9PQ==");
    BOOST_TEST(sent("Accept") == "application/json");
    BOOST_TEST(sent("Content-Type") == "application/x-www-form-urlencoded");
    BOOST_TEST(sent_request.is_repeatable);
}

BOOST_AUTO_TEST_CASE(joins_scopes_with_a_plus) {
    http->answer(200, R"({"access_token": "A"})");
    request();
    BOOST_TEST(http->requests().at(0).body == "grant_type=client_credentials&scope=s1+urn%3As2");
}

BOOST_AUTO_TEST_CASE(sends_raw_credentials) {
    http->answer(200, R"({"access_token": "A"})");
    request();
    BOOST_TEST(sent("Authorization") == "Basic bWU6cGEgc3M6d8O2cmQ=");  // me:pa ss:wörd
}

BOOST_AUTO_TEST_CASE(sends_form_encoded_credentials) {
    http->answer(200, R"({"access_token": "A"})");
    encoding = BasicEncoding::form;
    client_id = "me:too";
    request();
    BOOST_TEST(sent("Authorization") == "Basic bWUlM0F0b286cGErc3MlM0F3JUMzJUI2cmQ=");  // me%3Atoo:pa+ss%3Aw%C3%B6rd
}

BOOST_AUTO_TEST_CASE(refuses_a_raw_client_id_with_a_colon) {
    client_id = "me:too";
    BOOST_TEST(thrown<CommandError>([&] { request(); }) ==
               "the client id 'me:too' holds a colon, which ends it where credentials go out raw");
}

BOOST_AUTO_TEST_CASE(counts_the_lifetime_from_before_the_request) {
    const auto before = clock.now();
    http->answer_with([&](const HttpRequest&) {
        clock.advance(std::chrono::seconds(5));
        return HttpResponse{200, {}, R"({"access_token": "A", "expires_in": 60})"};
    });
    BOOST_TEST((request().tokens().front().expires_at - before == std::chrono::seconds(60)));
}

const Refusal refusals[] = {
    {"OAuth", 401, R"({"error": "invalid_client", "error_description": "no such client"})",
     "refused client me: invalid_client (401): no such client"},
    {"code alone", 401, R"({"error": "invalid_client"})", "refused client me: invalid_client (401)"},
    {"400", 400, R"({"error": "invalid_scope"})", "refused client me: invalid_scope (400)"},
    {"Globus", 400, R"({"errors": [{"code": "UNKNOWN_SCOPE_ERROR", "detail": "Unknown scopes requested: [foo:bar]"},
       {"code": "X", "detail": "more"}]})",
     "refused client me: UNKNOWN_SCOPE_ERROR (400): Unknown scopes requested: [foo:bar]; more"},
    {"both", 401, R"({"errors": [{"code": "X", "detail": "more"}], "error": "invalid_client",
       "error_description": "no such client"})",
     "refused client me: invalid_client (401): no such client"},
    {"empty", 403, "", "refused client me: 403 without a reason; check the client id and its secret"},
    {"HTML", 401, "<html>go away</html>",
     "refused client me: 401 without a reason; check the client id and its secret"},
    {"wrong types", 401, R"({"error": 7, "errors": ["x", {"detail": []}]})",
     "refused client me: 401 without a reason; check the client id and its secret"},
    {"control characters", 401, R"({"error": "a\u001b[2J", "error_description": "b\nc"})",
     "refused client me: a\\x1b[2J (401): b\\nc"},
    {"an echo of the secret", 401, R"({"error": "bad", "error_description": "'pa ss:wörd' is wrong"})",
     "refused client me: bad (401): '***' is wrong"},
    {"an echo of the header", 401, R"({"error": "bad", "error_description": "not Basic bWU6cGEgc3M6d8O2cmQ="})",
     "refused client me: bad (401): not Basic ***"},
    {"an echo of the encoded secret", 401, R"({"error": "pa+ss%3Aw%C3%B6rd"})", "refused client me: *** (401)"},
    {"a novel", 401, R"({"error": ")" + std::string(5000, 'x') + R"("})",
     "refused client me: " + std::string(300, 'x') + "… (401)"},
};

BOOST_DATA_TEST_CASE(passes_the_reason_of_a_refusal_on, boost::unit_test::data::make(refusals), row) {
    http->answer(row.status, row.body);
    BOOST_TEST(thrown<CredentialsRefused>([&] { request(); }) == endpoint + row.message);
}

struct ChallengedClient {
    const char* title;
    std::string body;
    std::string challenge;
    std::string message;
};
std::ostream& operator<<(std::ostream& out, const ChallengedClient& row) { return out << row.title; }

const ChallengedClient challenged_clients[] = {
    {"no body", "", R"(Basic realm="x", error="unauthorized", error_description="Bad credentials")",
     "unauthorized (401): Bad credentials"},
    {"HTML", "<html>", R"(Bearer error="invalid_token", scope="a")", "invalid_token (401)"},
    {"a body that says why", R"({"error": "invalid_client"})", R"(Basic error="unauthorized", error_description="d")",
     "invalid_client (401)"},
    {"no reason", "", R"(Basic realm="x")", "401 without a reason; check the client id and its secret"},
    {"malformed", "", R"(Basic error="unauthorized)", "401 without a reason; check the client id and its secret"},
    {"an echo of the secret", "", R"(Basic error="e", error_description="'pa ss:wörd' is wrong")",
     "e (401): '***' is wrong"},
    {"a novel", "", "Basic error=" + std::string(5000, 'x'), std::string(300, 'x') + "… (401)"},
};

BOOST_DATA_TEST_CASE(tells_what_a_challenge_says_where_the_body_says_nothing,
                     boost::unit_test::data::make(challenged_clients), row) {
    http->answer(401, row.body, {{"WWW-Authenticate", row.challenge}});
    BOOST_TEST(thrown<CredentialsRefused>([&] { request(); }) == endpoint + "refused client me: " + row.message);
}

const Refusal failures[] = {
    {"503", 503, "", "answered 503; check the token URL, and the service"},
    {"500 with a reason", 500, R"({"error": "server_error", "error_description": "oh"})",
     "answered server_error (500): oh; check the token URL, and the service"},
    {"404", 404, "<html>", "answered 404; check the token URL, and the service"},
    {"redirect", 302, "", "answered 302; check the token URL, and the service"},
    {"HTML with 200", 200, "<html>", "answered with what is no token response: it is not JSON; check the token URL"},
    {"200 without a token", 200, "{}",
     "answered with what is no token response: it has no 'access_token'; check the token URL"},
};

BOOST_DATA_TEST_CASE(takes_anything_else_for_a_broken_service, boost::unit_test::data::make(failures), row) {
    http->answer(row.status, row.body);
    BOOST_TEST(thrown<ServiceUnreachable>([&] { request(); }) == endpoint + row.message);
}

BOOST_AUTO_TEST_CASE(asks_nobody_when_there_is_no_secret) {
    secret = []() -> Secret { throw CommandError(ExitCode::configuration, "no secret"); };
    BOOST_TEST(thrown<CommandError>([&] { request(); }) == "no secret");
    BOOST_TEST(http->requests().empty());
}

/// A secret that is another one each time it is read.
SecretSource rotating() {
    return [count = 0]() mutable { return Secret("secret-" + std::to_string(++count)); };
}

BOOST_AUTO_TEST_CASE(reads_a_secret_that_was_rotated_once_more) {
    secret = rotating();
    http->answer(401, R"({"error": "invalid_client"})").answer(200, R"({"access_token": "A"})");
    BOOST_TEST(request().tokens().front().token.reveal() == "A");
    BOOST_TEST(http->requests().size() == 2U);
    BOOST_TEST(http->requests().at(1).headers.find("Authorization").value() == "Basic bWU6c2VjcmV0LTI=");
}

BOOST_AUTO_TEST_CASE(reads_a_rotated_secret_whatever_a_challenge_calls_the_refusal) {
    secret = rotating();
    http->answer(401, "", {{"WWW-Authenticate", "Basic error=unauthorized"}}).answer(200, R"({"access_token": "A"})");
    BOOST_TEST(request().tokens().front().token.reveal() == "A");
}

BOOST_AUTO_TEST_CASE(gives_up_when_the_rotated_secret_is_refused_too) {
    secret = rotating();
    http->answer(403, "").answer(401, R"({"error": "invalid_client"})");
    BOOST_TEST(thrown<CredentialsRefused>([&] { request(); }) == endpoint + "refused client me: invalid_client (401)");
    BOOST_TEST(http->requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(asks_once_while_the_secret_stays) {
    http->answer(401, R"({"error": "invalid_client"})");
    BOOST_TEST(thrown<CredentialsRefused>([&] { request(); }) == endpoint + "refused client me: invalid_client (401)");
    BOOST_TEST(http->requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(asks_once_for_what_is_no_matter_of_the_secret) {
    secret = rotating();
    http->answer(400, R"({"error": "invalid_scope"})");
    thrown<CredentialsRefused>([&] { request(); });
    BOOST_TEST(http->requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(revokes_a_token) {
    http->answer(200, "");
    client().revoke(Secret("t+1"));
    BOOST_TEST(http->requests().at(0).url == "https://a.example/revoke");
    BOOST_TEST(http->requests().at(0).body == "token=t%2B1&token_type_hint=access_token");
    BOOST_TEST(sent("Authorization") == "Basic bWU6cGEgc3M6d8O2cmQ=");
}

BOOST_AUTO_TEST_CASE(asks_about_a_token) {
    http->answer(200, R"({"active": true, "scope": "a b"})");
    BOOST_TEST(client().introspect(Secret("t1")).find("scope")->text() == "a b");
    BOOST_TEST(http->requests().at(0).url == "https://a.example/introspect");
    BOOST_TEST(http->requests().at(0).body == "token=t1");
}

BOOST_AUTO_TEST_CASE(takes_only_an_answer_about_a_token_for_one) {
    http->answer(200, R"({"active": "yes"})").answer(200, "<html>");
    for (int i = 0; i < 2; ++i)
        BOOST_TEST(thrown<ServiceUnreachable>([&] { client().introspect(Secret("t1")); }) ==
                   "the introspection endpoint https://a.example/introspect answered with what is no introspection "
                   "response; check its URL");
}

BOOST_AUTO_TEST_CASE(shows_no_token_that_is_echoed) {
    http->answer(400, R"({"error": "unsupported_token_type", "error_description": "what is token-1?"})");
    BOOST_TEST(thrown<CredentialsRefused>([&] { client().revoke(Secret("token-1")); }) ==
               "the revocation endpoint https://a.example/revoke refused client me: unsupported_token_type (400): what "
               "is ***?");
}

BOOST_AUTO_TEST_CASE(says_which_endpoint_there_is_not) {
    endpoints = {"https://a.example/token", {}, {}};
    BOOST_TEST(thrown<Error>([&] { client().revoke(Secret("t")); }) ==
               "the provider names no revocation endpoint; give its 'revocation_url' in the configuration");
    BOOST_TEST(thrown<Error>([&] { client().introspect(Secret("t")); }) ==
               "the provider names no introspection endpoint; give its 'introspection_url' in the configuration");
}

BOOST_AUTO_TEST_CASE(has_another_identity_with_each_thing_that_shapes_the_signature) {
    const testing::FakeClock at;
    const std::vector<JwtClient> jwt_clients = {{"me", secret, SignatureAlgorithm::rs256, "", ""},
                                                {"me", secret, SignatureAlgorithm::ps256, "", ""},
                                                {"me", secret, SignatureAlgorithm::rs256, "k", ""},
                                                {"me", secret, SignatureAlgorithm::rs256, "", "https://a"}};
    std::set<std::string> identities = {client_secret_basic("me", secret, BasicEncoding::raw)->identity(),
                                        client_secret_basic("me", secret, BasicEncoding::form)->identity(),
                                        client_secret_post("me", secret)->identity(),
                                        tls_client_auth("me", "/a.pem")->identity(),
                                        tls_client_auth("me", "/b.pem")->identity()};
    for (const JwtClient& client : jwt_clients) identities.insert(private_key_jwt(client, at)->identity());
    BOOST_TEST(identities.size() == 9U);
}

BOOST_AUTO_TEST_CASE(signs_in_the_form_or_by_the_connection) {
    FormRequest form{"https://a.example/token"};
    BOOST_TEST(client_secret_post("me", [] { return Secret("pa ss"); })->sign(form).reveal() == "pa ss");
    BOOST_TEST(to_http_request(form).body == "client_id=me&client_secret=pa+ss");
    FormRequest other{"https://a.example/token"};
    BOOST_TEST(tls_client_auth("me", "/etc/me.pem")->sign(other).empty());
    BOOST_TEST(to_http_request(other).body == "client_id=me");
    BOOST_TEST(to_http_request(other).headers.find("Authorization").has_value() == false);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

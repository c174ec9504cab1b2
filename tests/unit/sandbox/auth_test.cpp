#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "errand/json.hpp"
#include "loopback_client.hpp"
#include "support/fake_clock.hpp"

using errand::HttpResponse;
using errand::parse_json;
using errand::to_json;
using errand::Value;
using errand::testing::kTransferScope;

BOOST_AUTO_TEST_SUITE(sandbox_auth)

struct Fixture {
    errand::testing::FakeClock clock;
    errand::Sandbox sandbox{{}, clock};
    errand::testing::LoopbackClient client{sandbox};

    std::string transfer_token() {
        return parse_json(client.grant(kTransferScope).body).map().at("access_token").text();
    }
};

/// Takes the token out of a token document, after a look at it.
std::string take_token(Value& document) {
    std::string token = document.map().at("access_token").text();
    BOOST_TEST(token.size() == 66U);
    BOOST_TEST(token.substr(0, 2) == "Ag");
    document.map().erase("access_token");
    return token;
}

BOOST_FIXTURE_TEST_CASE(grants_a_token, Fixture) {
    const HttpResponse answer = client.grant(kTransferScope);
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(answer.headers.find("Content-Type").value() == "application/json");
    Value document = parse_json(answer.body);
    take_token(document);
    BOOST_TEST(to_json(document) ==
               R"({"expires_in":172800,"other_tokens":[],"resource_server":"transfer.api.globus.org",)"
               R"("scope":"urn:globus:auth:scope:transfer.api.globus.org:all","token_type":"Bearer"})");
}

BOOST_FIXTURE_TEST_CASE(grants_a_token_for_each_resource_server, Fixture) {
    const HttpResponse answer = client.grant("openid " + std::string(kTransferScope) +
                                             "[https://auth.globus.org/scopes/x/data_access] email openid");
    BOOST_TEST(answer.status == 200);
    Value document = parse_json(answer.body);
    Value::List& others = document.map().at("other_tokens").list();
    BOOST_TEST_REQUIRE(others.size() == 1U);
    BOOST_TEST(take_token(document) != take_token(others.front()));
    BOOST_TEST(to_json(document) ==
               R"({"expires_in":172800,"other_tokens":[{"expires_in":172800,)"
               R"("resource_server":"transfer.api.globus.org",)"
               R"("scope":"urn:globus:auth:scope:transfer.api.globus.org:all","token_type":"Bearer"}],)"
               R"("resource_server":"auth.globus.org","scope":"openid email","token_type":"Bearer"})");
}

BOOST_FIXTURE_TEST_CASE(refuses_a_wrong_secret, Fixture) {
    const std::string wrong = errand::testing::LoopbackClient::basic(sandbox.client_id(), "wrong");
    for (const char* path : {"/v2/oauth2/token", "/v2/oauth2/token/introspect", "/v2/oauth2/token/revoke"}) {
        for (const std::string& authorization : {wrong, std::string()}) {
            const HttpResponse answer = client.send("POST", path, authorization, "grant_type=client_credentials",
                                                    "application/x-www-form-urlencoded");
            BOOST_TEST(answer.status == 401);
            BOOST_TEST(answer.body == R"({"error":"invalid_client"})");
            BOOST_TEST(answer.headers.find("WWW-Authenticate").value() == "Basic realm=\"sandbox\"");
        }
    }
}

struct BadGrant {
    const char* form;
    const char* body;
};
std::ostream& operator<<(std::ostream& out, const BadGrant& grant) { return out << grant.form; }

const BadGrant bad_grants[] = {
    {"", R"({"error":"invalid_request","error_description":"grant_type is missing"})"},
    {"grant_type=client_credentials", R"({"error":"invalid_request","error_description":"scope is missing"})"},
    {"grant_type=client_credentials&scope=+", R"({"error":"invalid_request","error_description":"scope is missing"})"},
    {"grant_type=client_credentials&scope=a%5B",
     R"({"error":"invalid_scope","error_description":"the brackets of the scope do not add up"})"},
    {"grant_type=password&scope=openid", R"({"error":"unsupported_grant_type"})"},
    {"grant_type=refresh_token&refresh_token=x", R"({"error":"invalid_grant"})"},
    {"grant_type=client_credentials&scope=openid&scope=email",
     R"({"error":"invalid_request","error_description":"a parameter is repeated"})"},
    {"grant_type=%zz", R"({"error":"invalid_request","error_description":"the body is not a well-formed form"})"},
    {"grant_type=client_credentials&scope=foo%3Abar+openid+x",
     R"({"error":"unknown_scope_error","error_description":"Unknown scopes","errors":[{"code":"UNKNOWN_SCOPE_ERROR",)"
     R"("detail":"Unknown scopes requested: [foo:bar, x]","id":"f0000000-0000-4000-8000-000000000001",)"
     R"("status":"400","title":"Unknown scopes"}]})"},
};

BOOST_DATA_TEST_CASE_F(Fixture, refuses_a_bad_grant, boost::unit_test::data::make(bad_grants), grant) {
    const HttpResponse answer = client.post("/v2/oauth2/token", grant.form);
    BOOST_TEST(answer.status == 400);
    BOOST_TEST(answer.body == grant.body);
}

BOOST_FIXTURE_TEST_CASE(refuses_a_body_that_is_no_form, Fixture) {
    const std::string basic =
        errand::testing::LoopbackClient::basic(sandbox.client_id(), std::string(sandbox.client_secret().reveal()));
    const HttpResponse answer = client.send("POST", "/v2/oauth2/token", basic, "{}", "application/json");
    BOOST_TEST(answer.status == 400);
    BOOST_TEST(answer.body == R"({"error":"invalid_request",)"
                              R"("error_description":"the body must be application/x-www-form-urlencoded"})");
}

BOOST_FIXTURE_TEST_CASE(introspects_a_token, Fixture) {
    const HttpResponse answer =
        client.post("/v2/oauth2/token/introspect", "token=" + transfer_token() + "&include=identity_set");
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(answer.body ==
               R"({"active":true,"aud":["transfer.api.globus.org","3f6c2a1e-0000-4000-8000-00000000c1d0"],)"
               R"("client_id":"3f6c2a1e-0000-4000-8000-00000000c1d0","email":null,"exp":1800176400,"iat":1800003600,)"
               R"("identity_set":["3f6c2a1e-0000-4000-8000-00000000c1d0"],"iss":")" +
                   sandbox.url() +
                   R"(","name":"Client of the sandbox","nbf":1800003600,)"
                   R"("scope":"urn:globus:auth:scope:transfer.api.globus.org:all",)"
                   R"("sub":"3f6c2a1e-0000-4000-8000-00000000c1d0","token_type":"Bearer",)"
                   R"("username":"3f6c2a1e-0000-4000-8000-00000000c1d0@clients.auth.globus.org"})");
}

BOOST_FIXTURE_TEST_CASE(revokes_a_token, Fixture) {
    const std::string token = transfer_token();
    BOOST_TEST(client.get("/v0.10/endpoint_search", token).status == 200);
    const HttpResponse answer = client.post("/v2/oauth2/token/revoke", "token=" + token);
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(answer.body == R"({"active":false})");
    BOOST_TEST(client.post("/v2/oauth2/token/introspect", "token=" + token).body == R"({"active":false})");
    BOOST_TEST(client.get("/v0.10/endpoint_search", token).status == 401);
}

BOOST_FIXTURE_TEST_CASE(wants_a_token_to_introspect_or_revoke, Fixture) {
    for (const char* path : {"/v2/oauth2/token/introspect", "/v2/oauth2/token/revoke"}) {
        const HttpResponse answer = client.post(path, "");
        BOOST_TEST(answer.status == 400);
        BOOST_TEST(answer.body == R"({"error":"invalid_request","error_description":"token is missing"})");
    }
}

BOOST_FIXTURE_TEST_CASE(describes_itself, Fixture) {
    const HttpResponse answer = client.get("/.well-known/openid-configuration", "");
    const std::string& url = sandbox.url();
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(answer.body == R"({"grant_types_supported":["client_credentials"],"introspection_endpoint":")" + url +
                                  R"(/v2/oauth2/token/introspect","issuer":")" + url + R"(","revocation_endpoint":")" +
                                  url +
                                  R"(/v2/oauth2/token/revoke","scopes_supported":["openid","email","profile"],)"
                                  R"("token_endpoint":")" +
                                  url +
                                  R"(/v2/oauth2/token",)"
                                  R"("token_endpoint_auth_methods_supported":["client_secret_basic"]})");
}

BOOST_AUTO_TEST_SUITE_END()

#include <boost/test/unit_test.hpp>
#include <string>

#include "errand/testing.hpp"

using namespace errand;
using namespace errand::testing;

BOOST_AUTO_TEST_CASE(answers_in_order_and_keeps_the_requests) {
    ScriptedHttpClient http;
    http.answer(200, "one").answer(404, "two", {{"Content-Type", "text/plain"}});
    const HttpResponse first = http.get("https://example.org/a");
    const HttpResponse second = http.post("https://example.org/b", "{}");
    BOOST_TEST(first.body == "one");
    BOOST_TEST(first.headers.find("content-type").value() == "application/json");
    BOOST_TEST(second.status == 404);
    BOOST_TEST(second.headers.find("content-type").value() == "text/plain");
    BOOST_TEST(http.requests().at(0).url == "https://example.org/a");
    BOOST_TEST(http.requests().at(1).method == "POST");
    BOOST_TEST(http.requests().at(1).body == "{}");
    BOOST_TEST(http.answers_left() == 0U);
    BOOST_CHECK_THROW(http.get("https://example.org/c"), ScriptError);
}

BOOST_AUTO_TEST_CASE(prefers_the_answers_of_the_first_rule_that_fits) {
    ScriptedHttpClient http;
    http.answer(200, "any");
    http.on("GET", "/v1/list").answer(200, "list 1").answer(200, "list 2");
    http.on([](const HttpRequest& request) { return request.body == "x"; }).answer(200, "for x").repeat();
    BOOST_TEST(http.get("https://a.example.org/v1/list?limit=2").body == "list 1");
    BOOST_TEST(http.post("https://a.example.org/v1/list", "x").body == "for x");
    BOOST_TEST(http.get("https://b.example.org/v1/list").body == "list 2");
    BOOST_TEST(http.post("https://b.example.org", "x").body == "for x");
    BOOST_TEST(http.get("https://b.example.org/v1/list").body == "any");
}

BOOST_AUTO_TEST_CASE(signs_requests_and_repeats_once_after_a_401) {
    FakeAuthorizer authorizer("example.org");
    ScriptedHttpClient http;
    http.answer(401, "").answer(200, "ok");
    BOOST_TEST(http.get("https://example.org/", &authorizer).body == "ok");
    BOOST_TEST(http.requests().at(0).headers.find("Authorization").value() == "Bearer test-token-1");
    BOOST_TEST(http.requests().at(1).headers.find("Authorization").value() == "Bearer test-token-2");
    BOOST_TEST(authorizer.renewals() == 1);

    http.answer(401, "").answer(401, "still no");
    BOOST_TEST(http.get("https://example.org/", &authorizer).body == "still no");
    BOOST_TEST(authorizer.rejects() == 2);
    BOOST_TEST(http.answers_left() == 0U);
}

BOOST_AUTO_TEST_CASE(does_not_sign_without_an_authorizer) {
    ScriptedHttpClient http;
    http.answer(401, "");
    BOOST_TEST(http.get("https://example.org/").status == 401);
    BOOST_TEST(!http.requests().at(0).headers.find("Authorization").has_value());
}

BOOST_AUTO_TEST_CASE(a_scripted_failure_is_an_unreachable_service) {
    ScriptedHttpClient http;
    http.fail("example.org: connection refused");
    BOOST_CHECK_EXCEPTION(http.get("https://example.org/"), ServiceUnreachable, [](const ServiceUnreachable& error) {
        return error.what() == std::string("example.org: connection refused");
    });
}

BOOST_AUTO_TEST_CASE(a_late_reject_of_an_old_token_renews_nothing) {
    FakeAuthorizer authorizer("example.org");
    authorizer.reject("Bearer test-token-1");
    authorizer.reject("Bearer test-token-1");
    BOOST_TEST(authorizer.rejects() == 2);
    BOOST_TEST(authorizer.renewals() == 1);
    BOOST_TEST(authorizer.authorization_header() == "Bearer test-token-2");
}

BOOST_AUTO_TEST_CASE(a_refusing_authorizer_throws) {
    FakeAuthorizer authorizer("example.org");
    authorizer.refuse("invalid_client");
    ScriptedHttpClient http;
    BOOST_CHECK_THROW(http.get("https://example.org/", &authorizer), CredentialsRefused);
    BOOST_TEST(http.requests().empty());
}

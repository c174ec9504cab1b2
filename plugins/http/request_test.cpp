#include "request.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "errand/json.hpp"
#include "errand/testing.hpp"

namespace errand::http {

using testing::TaskResult;
using Kind = Outcome::Kind;

constexpr char kItems[] = "https://api.example.org/items";

struct Api : testing::TaskHarness<Request> {
    Api() { parameter("url", kItems); }

    HttpRequest sent() { return http().requests().at(0); }
    /// Gives the members of a JSON object as parameters.
    Api& with(const char* parameters) {
        const Value given = parse_json(parameters);
        for (const auto& [name, value] : given.map()) parameter(name, value);
        return *this;
    }
};

BOOST_FIXTURE_TEST_SUITE(request, Api)

BOOST_AUTO_TEST_CASE(is_a_get_without_a_token_unless_the_job_says_otherwise) {
    http().answer(200, R"({"id": 7})");
    const TaskResult result = run();
    BOOST_TEST(result.outcome.message == "GET https://api.example.org/items answered 200");
    BOOST_TEST(sent().method == "GET");
    BOOST_TEST(sent().url == kItems);
    BOOST_TEST(sent().headers.empty());
    BOOST_TEST(sent().body == "");
    BOOST_TEST(!sent().is_repeatable);
    BOOST_TEST(sent().follows_redirects);
    BOOST_CHECK(sent().deadline == std::chrono::steady_clock::time_point::max());
    BOOST_TEST(to_json(result.outputs) ==
               R"({"body":"{\"id\": 7}","headers":{"content-type":"application/json"},"status":200,"values":{}})");
    BOOST_TEST(result.printed == "");
    BOOST_TEST(result.log.empty());
}

BOOST_AUTO_TEST_CASE(sends_its_parameters) {
    with(R"({"method": "POST", "headers": {"X-Version": 3, "Accept": "text/plain"}, "body": "a=b",
             "idempotent": true, "follow_redirects": false})");
    http().answer(200, "");
    BOOST_TEST(run().outcome.ok());
    BOOST_TEST(sent().method == "POST");
    BOOST_TEST(sent().headers.find("X-Version").value() == "3");
    BOOST_TEST(sent().headers.find("Accept").value() == "text/plain");
    BOOST_TEST(!sent().headers.find("Content-Type").has_value());
    BOOST_TEST(sent().body == "a=b");
    BOOST_TEST(sent().is_repeatable);
    BOOST_TEST(!sent().follows_redirects);
}

BOOST_AUTO_TEST_CASE(sends_json) {
    with(R"({"method": "PUT", "json": {"name": "x", "sizes": [1, 2.5, null]}})");
    http().answer(200, "");
    BOOST_TEST(run().outcome.ok());
    BOOST_TEST(sent().body == R"({"name":"x","sizes":[1,2.5,null]})");
    BOOST_TEST(sent().headers.find("Content-Type").value() == "application/json");
}

BOOST_AUTO_TEST_CASE(sends_json_under_a_media_type_of_its_own) {
    with(R"({"method": "PATCH", "json": [], "headers": {"content-type": "application/json-patch+json"}})");
    http().answer(200, "");
    BOOST_TEST(run().outcome.ok());
    BOOST_TEST(sent().headers.find("Content-Type").value() == "application/json-patch+json");
    const HttpHeaders headers = sent().headers;
    BOOST_TEST(std::distance(headers.begin(), headers.end()) == 1);
}

BOOST_AUTO_TEST_CASE(has_a_deadline) {
    const auto before = std::chrono::steady_clock::now();
    parameter("timeout", std::chrono::seconds(5)).http().answer(200, "").repeat();
    BOOST_TEST(run().outcome.ok());
    BOOST_CHECK(sent().deadline >= before + std::chrono::seconds(5));
    BOOST_CHECK(sent().deadline <= std::chrono::steady_clock::now() + std::chrono::seconds(5));
    // Longer than the clock can tell.
    BOOST_TEST(parameter("timeout", INT64_MAX).run().outcome.ok());
    BOOST_CHECK(http().requests().at(1).deadline <= std::chrono::steady_clock::now() + std::chrono::hours(24));
}

BOOST_AUTO_TEST_CASE(is_signed_where_the_job_names_scopes) {
    scopes("api.example.org", {"items:read"}).http().answer(401, "").answer(200, "");
    BOOST_TEST(run().outcome.ok());
    BOOST_TEST(sent().headers.find("Authorization").value() == "Bearer test-token-1");
    BOOST_TEST(http().requests().at(1).headers.find("Authorization").value() == "Bearer test-token-2");
    BOOST_TEST(authorizer().scopes() == "items:read");
}

BOOST_AUTO_TEST_CASE(is_signed_for_the_resource_server_that_the_job_picks) {
    scopes("one.example.org", {"a"}).scopes("two.example.org", {"b"});
    parameter("resource_server", "two.example.org").http().answer(401, "").answer(200, "");
    BOOST_TEST(run().outcome.ok());
    BOOST_TEST(authorizer("one.example.org").rejects() == 0);
    BOOST_TEST(authorizer("two.example.org").rejects() == 1);
}

BOOST_AUTO_TEST_CASE(may_have_an_authorization_of_the_job_where_it_is_not_signed) {
    with(R"({"headers": {"Authorization": "Basic eDp5"}})").http().answer(200, "");
    BOOST_TEST(run().outcome.ok());
    BOOST_TEST(sent().headers.find("Authorization").value() == "Basic eDp5");
}

BOOST_AUTO_TEST_CASE(puts_out_what_pointers_point_at) {
    with(R"({"outputs": {"first": "/items/0/id", "all": "/items", "next": "/next", "whole": ""}})");
    http().answer(200, R"({"items": [{"id": 7}], "next": null})");
    const TaskResult result = run();
    BOOST_TEST(result.outcome.ok());
    BOOST_TEST(to_json(result.outputs.at("values")) ==
               R"({"all":[{"id":7}],"first":7,"next":null,"whole":{"items":[{"id":7}],"next":null}})");
}

BOOST_AUTO_TEST_CASE(puts_out_headers_but_no_cookies) {
    http().answer(200, "", {{"ETag", "\"1\""}, {"Link", "<a>"}, {"SET-Cookie", "session=1"}, {"LINK", "<b>"}});
    BOOST_TEST(to_json(run().outputs.at("headers")) == R"({"etag":"\"1\"","link":"<a>, <b>"})");
}

BOOST_AUTO_TEST_CASE(puts_out_the_beginning_of_a_long_body) {
    http().answer(200, "begins " + std::string(65536, 'x'));
    const TaskResult result = run();
    BOOST_TEST(result.outcome.ok());
    BOOST_TEST(result.outputs.at("body").text() == "begins ");
    BOOST_TEST_REQUIRE(result.log.size() == 1U);
    BOOST_CHECK(result.log.at(0).level == LogLevel::warning);
    BOOST_TEST(result.log.at(0).message ==
               "the output 'body' has only the beginning of the 65543 bytes; 'save_to' keeps all");
}

BOOST_AUTO_TEST_CASE(expects_what_the_job_expects) {
    with(R"({"expected_status": [404, "3xx"]})").http().answer(404, "").answer(302, "").answer(200, "");
    BOOST_TEST(run().outcome.ok());
    BOOST_TEST(run().outcome.ok());
    BOOST_TEST(run().outcome.message == "GET https://api.example.org/items answered 200, expected 404 or 3xx");
}

BOOST_AUTO_TEST_SUITE_END()

struct BadAnswer {
    const char* title;
    const char* parameters;
    int status;
    std::string body;
    Kind kind;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const BadAnswer& row) { return out << row.title; }
};

const BadAnswer bad_answers[] = {
    {"not found", "{}", 404, R"({"error": "no such item"})", Kind::failure,
     R"(GET https://api.example.org/items answered 404, expected 2xx: {"error": "no such item"})"},
    {"no body", "{}", 403, "", Kind::failure, "GET https://api.example.org/items answered 403, expected 2xx"},
    {"a body that would drive a terminal", "{}", 400, "\x1b[2J\n<html>", Kind::failure,
     "GET https://api.example.org/items answered 400, expected 2xx: \\u{1b}[2J\\n<html>"},
    {"a long body", "{}", 400, "You sent " + std::string(300, 'x'), Kind::failure,
     "GET https://api.example.org/items answered 400, expected 2xx: You sent …"},
    {"down", "{}", 503, "maintenance", Kind::service_unreachable,
     "GET https://api.example.org/items answered 503, expected 2xx: maintenance"},
    {"too many requests", "{}", 429, "", Kind::service_unreachable,
     "GET https://api.example.org/items answered 429, expected 2xx"},
    {"refused without a token", "{}", 401, "", Kind::failure,
     "GET https://api.example.org/items answered 401, expected 2xx"},
    {"a query", R"({"url": "https://api.example.org/items?key=k#f"})", 404, "", Kind::failure,
     "GET https://api.example.org/items answered 404, expected 2xx"},
    {"a value that is not there", R"({"outputs": {"id": "/items/1/id"}})", 200, R"({"items": [{"id": 1}]})",
     Kind::failure,
     "GET https://api.example.org/items answered 200 without the output 'id': nothing is at '/items/1/id'"},
    {"not JSON", R"({"outputs": {"id": "/id"}})", 200, "<html>", Kind::failure,
     "GET https://api.example.org/items answered 200 with a body that is not JSON: unexpected byte '<' in value; "
     "'outputs' points into JSON only"},
    {"empty", R"({"method": "HEAD", "outputs": {"id": ""}})", 204, "", Kind::failure,
     "HEAD https://api.example.org/items answered 204 with a body that is not JSON: unexpected end of text; 'outputs' "
     "points into JSON only"},
};

BOOST_AUTO_TEST_SUITE(request_failure)

BOOST_DATA_TEST_CASE(tells_what_came, boost::unit_test::data::make(bad_answers), row) {
    Api api;
    api.with(row.parameters).http().answer(row.status, row.body).repeat();
    const TaskResult result = api.run();
    BOOST_CHECK(result.outcome.kind == row.kind);
    BOOST_TEST(result.outcome.message == row.message);
    BOOST_TEST(result.outputs.empty());
}

struct Challenged {
    const char* title;
    std::string body;
    const char* type;
    std::string challenge;
    std::string reason;

    friend std::ostream& operator<<(std::ostream& out, const Challenged& row) { return out << row.title; }
};

const char kInsufficient[] = R"(Bearer error="insufficient_scope", error_description="Ask for more", scope="a b")";

const Challenged challenged[] = {
    {"no body", "", "text/plain", kInsufficient, ": insufficient_scope: it needs the scope 'a b'; Ask for more"},
    {"a page for a browser", "<html>", "text/html; charset=utf-8", kInsufficient,
     ": insufficient_scope: it needs the scope 'a b'; Ask for more"},
    {"a scope alone", "", "text/plain", "Bearer scope=a", ": it needs the scope 'a'"},
    {"an error alone", "", "text/plain", "Bearer error=invalid_token", ": invalid_token"},
    {"a body that says why", "The item is locked", "text/plain", kInsufficient, ": The item is locked"},
    {"a page, and a challenge without a reason", "<html>", "text/html", "Basic realm=x", ": <html>"},
    {"neither", "", "text/plain", "Basic realm=x", ""},
    {"what would drive a terminal", "", "text/plain",
     "Bearer error=\"e\", error_description=\"\xC2\x9B"
     "31m\"",
     ": e: \\u{9b}31m"},
    {"a long description", "", "text/plain", "Bearer error=e, error_description=\"You " + std::string(300, 'x') + '"',
     ": e: You …"},
};

BOOST_DATA_TEST_CASE(tells_what_a_challenge_says_where_the_body_says_less, boost::unit_test::data::make(challenged),
                     row) {
    Api api;
    api.http().answer(403, row.body, {{"Content-Type", row.type}, {"WWW-Authenticate", row.challenge}});
    BOOST_TEST(api.run().outcome.message ==
               "GET https://api.example.org/items answered 403, expected 2xx" + row.reason);
}

BOOST_FIXTURE_TEST_CASE(is_of_the_credentials_where_a_token_is_refused_twice, Api) {
    scopes("api.example.org", {"items:read"}).http().answer(401, "").repeat();
    const TaskResult result = run();
    BOOST_CHECK(result.outcome.kind == Kind::credentials_refused);
    BOOST_TEST(result.outcome.message == "GET https://api.example.org/items answered 401, expected 2xx");
}

BOOST_FIXTURE_TEST_CASE(is_of_the_service_where_no_answer_comes, Api) {
    http().fail("cannot connect");
    const TaskResult result = run();
    BOOST_CHECK(result.outcome.kind == Kind::service_unreachable);
    BOOST_TEST(result.outcome.message == "cannot connect");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(request_preview)

BOOST_AUTO_TEST_CASE(says_what_would_be_sent_where) {
    Api api;
    BOOST_TEST(api.preview().message == "GET https://api.example.org/items; expects 2xx");
    api.with(R"({"method": "POST", "url": "https://api.example.org/items?key=k", "json": {"a": 1},
                 "save_to": "/tmp/answer", "expected_status": [200, 404]})")
        .scopes("one.example.org", {"a"});
    BOOST_TEST(
        api.preview().message ==
        "POST https://api.example.org/items with 7 bytes, signed with a token for one.example.org; expects 200 or 404, "
        "and keeps the answer in /tmp/answer");
    BOOST_TEST(api.http().requests().empty());
}

BOOST_AUTO_TEST_SUITE_END()

struct BadRequest {
    const char* title;
    const char* parameters;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const BadRequest& row) { return out << row.title; }
};

const BadRequest bad_requests[] = {
    {"two bodies", R"({"body": "x", "json": 1})", "there are both 'body' and 'json'; give one of them"},
    {"a header that is no text", R"({"headers": {"X-Version": 1.10}})",
     "the header 'X-Version' is a number, expected text; quote it"},
    {"a pointer that is none", R"({"outputs": {"id": "id"}})", "'id' is no JSON Pointer: it must begin with '/'"},
    {"a pointer that is no text", R"({"outputs": {"id": 3}})",
     "the output 'id' is an integer, expected a JSON Pointer"},
    {"a status that is none", R"({"expected_status": [20]})",
     "'expected_status' has 20, which is neither an integer from 200 to 599 nor one of 2xx, 3xx, 4xx and 5xx"},
    {"a resource server without scopes", R"({"resource_server": "other.example.org"})",
     "the job names no scopes at the resource server 'other.example.org'; add them to 'scopes' of the task"},
    {"two resource servers", "{}",
     "the job names scopes at several resource servers; say with 'resource_server' which of them the request is for"},
    {"two authorizations", R"({"headers": {"authorization": "Bearer x"}, "resource_server": "one.example.org"})",
     "the request is signed with a token, since the job names scopes; leave the header Authorization out"},
    {"a file without a directory", R"({"save_to": "/nowhere/at/all", "resource_server": "one.example.org"})",
     "cannot write /nowhere/at/all: No such file or directory"},
    {"a file that is a directory", R"({"save_to": "/tmp", "resource_server": "one.example.org"})",
     "cannot write /tmp: it names a directory, and not a file in it"},
};

BOOST_AUTO_TEST_SUITE(bad_request)

BOOST_DATA_TEST_CASE(is_not_sent, boost::unit_test::data::make(bad_requests), row) {
    Api api;
    api.scopes("one.example.org", {"a"}).scopes("two.example.org", {"b"});
    const TaskResult result = api.with(row.parameters).run();
    BOOST_CHECK(result.outcome.kind == Kind::failure);
    BOOST_TEST(result.outcome.message == row.message);
    BOOST_TEST(api.http().requests().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::http

#include "errand/globus/api_error.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <set>
#include <string>

#include "errand/json.hpp"
#include "support/golden.hpp"

using namespace errand;
using namespace errand::globus;

namespace {

HttpResponse answer(int status, std::string body, std::string type = "application/json") {
    return {status, {{"Content-Type", std::move(type)}}, std::move(body)};
}

struct Row {
    const char* title;
    HttpResponse response;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.title; }
};

const Row rows[] = {
    {"all there", answer(403, R"({"code": "PermissionDenied", "message": "no access", "request_id": "X1"})"),
     "GET https://a/b answered 403 PermissionDenied: no access (request id X1)"},
    {"no request id", answer(409, R"({"code": "Exists", "message": "it is there"})"),
     "GET https://a/b answered 409 Exists: it is there"},
    {"no body", answer(404, ""), "GET https://a/b answered 404"},
    {"HTML", answer(404, "<html>", "text/html"), "GET https://a/b answered 404"},
    {"JSON in name only", answer(404, "<html>"), "GET https://a/b answered 404"},
    {"JSON of another type", answer(404, R"({"code": "A"})", "text/plain"), "GET https://a/b answered 404"},
    {"parameters of the type", answer(404, R"({"code": "A"})", "Application/JSON; charset=utf-8"),
     "GET https://a/b answered 404 A"},
    {"several failures",
     answer(400, R"({"errors": [{"code": "A", "detail": "d"}, {"code": "A", "title": "t"}, 7]})",
            "application/vnd.api+json"),
     "GET https://a/b answered 400 A: d; t"},
    {"codes that differ", answer(400, R"({"errors": [{"code": "A"}, {"code": "B", "detail": "d"}]})"),
     "GET https://a/b answered 400: d"},
    {"wrong types", answer(400, R"({"code": 7, "message": ["m"], "request_id": 5})"), "GET https://a/b answered 400"},
    {"a list", answer(500, "[1, 2]"), "GET https://a/b answered 500"},
    {"text that drives a terminal", answer(400, "{\"code\": \"A\", \"message\": \"\\u001b[2J\\nline\"}"),
     "GET https://a/b answered 400 A: \\u{1b}[2J\\nline"},
};

struct ChallengedCall {
    const char* title;
    const char* body;
    const char* challenge;
    const char* said;

    friend std::ostream& operator<<(std::ostream& out, const ChallengedCall& row) { return out << row.title; }
};

const char kInsufficient[] = R"(Bearer error="insufficient_scope", error_description="Ask for more", scope="a b")";

const ChallengedCall challenged[] = {
    {"no body", "", kInsufficient, " insufficient_scope: it needs the scope 'a b'; Ask for more"},
    {"a body without a reason", R"({"request_id": "X1"})", kInsufficient,
     " insufficient_scope: it needs the scope 'a b'; Ask for more (request id X1)"},
    {"a scope alone", "", "Bearer scope=a", ": it needs the scope 'a'"},
    {"an error alone", "", "Bearer error=invalid_token", " invalid_token"},
    {"a body with a code", R"({"code": "A"})", kInsufficient, " A"},
    {"a body with a message", R"({"message": "m"})", kInsufficient, ": m"},
    {"a challenge without a reason", "", "Basic realm=x", ""},
    {"a challenge that would drive a terminal", "",
     "Bearer error=\"\xC2\x9B"
     "31m\"",
     " \\u{9b}31m"},
};

}  // namespace

BOOST_DATA_TEST_CASE(tells_what_the_service_said, boost::unit_test::data::make(rows), row) {
    const ApiError error("GET https://a/b", row.response.status, read_error_document(row.response));
    BOOST_TEST(error.what() == std::string(row.message));
    BOOST_TEST(error.status() == row.response.status);
}

BOOST_DATA_TEST_CASE(tells_what_a_challenge_says_where_the_body_says_nothing, boost::unit_test::data::make(challenged),
                     row) {
    HttpResponse response = answer(403, row.body);
    response.headers.add("WWW-Authenticate", row.challenge);
    const ErrorDocument document = with_refusal_reason(read_error_document(response), response);
    BOOST_TEST(describe_failure("GET https://a/b", 403, document) ==
               std::string("GET https://a/b answered 403") + row.said);
}

BOOST_AUTO_TEST_CASE(cuts_what_nobody_would_read) {
    const ErrorDocument document = {"A", {std::string(100'000, 'x')}, {}};
    BOOST_TEST(describe_failure("GET https://a/b", 400, document) ==
               "GET https://a/b answered 400 A: " + std::string(2000, 'x') + "…");
}

BOOST_AUTO_TEST_CASE(reads_errors_as_recorded) {
    const auto behaviour = testing::golden("golden_behaviour.json");
    if (!behaviour) return;
    const std::set<std::string> with_shared_formats = {"TransferAPIError", "SearchAPIError", "GlobusAPIError"};
    int checked = 0;
    for (const Value& row : behaviour->find("errors")->list()) {
        if (with_shared_formats.count(row.find("class")->text()) == 0) continue;
        const Value& in = *row.find("in");
        const Value& out = *row.find("out");
        const Value& body = *in.find("body");
        const HttpResponse response =
            answer(static_cast<int>(in.find("status")->integer()), to_json(body), in.find("content_type")->text());
        const ErrorDocument document = read_error_document(response);
        const auto value = [](const std::optional<std::string>& text) { return text ? Value(*text) : Value(); };
        BOOST_TEST_CONTEXT(to_json(row)) {
            BOOST_CHECK(value(document.code) == *out.find("code"));
            BOOST_CHECK(value(document.message()) == *out.find("message"));
            BOOST_CHECK(value(document.request_id) == *out.find("request_id"));
            BOOST_CHECK(Value::List(document.messages.begin(), document.messages.end()) == *out.find("messages"));
        }
        ++checked;
    }
    BOOST_TEST(checked >= 17);
}

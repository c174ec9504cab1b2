#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>

#include "support/globus_workspace.hpp"

using namespace errand::testing;

namespace {

std::string page(const std::string& id, bool has_next_page) {
    return R"({"DATA":[{"id":")" + id + R"(","display_name":"One"}],"has_next_page":)" +
           (has_next_page ? "true" : "false") + '}';
}

const std::string kHeading = std::string("Endpoints belonging to ") + kClientId + '\n';
const std::string kGet = "GET http://127.0.0.1:PORT/v0.10/endpoint_search";

const std::string kNotJson = " answered 200 with a body that is not JSON: ";
const std::string kAnswer = ": the answer of 127.0.0.1:PORT ";
const std::string kCheck = "; check the URL, and what stands between here and the service";

struct BadSearch {
    const char* title;
    /// Played again and again.
    Answer answer;
    std::size_t requests;
    int exit_code;
    std::string state;
    /// After the request that it is about.
    std::string message;
    /// What was listed before it went wrong.
    std::string out = {};

    friend std::ostream& operator<<(std::ostream& out, const BadSearch& row) { return out << row.title; }
};

const BadSearch bad_searches[] = {
    {"malformed JSON", json(200, R"({"DATA":[{"id":"a"},)"), 1, 1, "failed", kNotJson + "unexpected end of text"},
    {"HTML",
     {answer(200, "<html>Maintenance</html>", "Content-Type: text/html\r\n")},
     1,
     1,
     "failed",
     kNotJson + "unexpected byte '<' in value"},
    {"empty body", json(200, ""), 1, 1, "failed", kNotJson + "unexpected end of text"},
    {"truncated body",
     {send("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"DATA\":[")},
     3,
     69,
     "service unreachable",
     kAnswer + "broke off after 9 of 900 bytes" + kCheck + " (after 3 tries)"},
    {"truncated chunks",
     {send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{\"DATA\":[")},
     3,
     69,
     "service unreachable",
     kAnswer + "broke off between two chunks" + kCheck + " (after 3 tries)"},
    {"a list for a page", json(200, "[]"), 1, 1, "failed", " answered a list where a page, a map, was expected"},
    {"no DATA", json(200, R"({"has_next_page":false})"), 1, 1, "failed", " answered a page without 'DATA'"},
    {"text for DATA", json(200, R"({"DATA":"x","has_next_page":false})"), 1, 1, "failed",
     " answered a page whose 'DATA' is text and not a list"},
    {"numbers in DATA", json(200, R"({"DATA":[1],"has_next_page":false})"), 1, 1, "failed",
     " answered a page with an integer in 'DATA' where a map was expected"},
    {"text for has_next_page", json(200, R"({"DATA":[],"has_next_page":"no"})"), 1, 1, "failed",
     " answered a page whose 'has_next_page' is text and not a boolean"},
    {"the same page for ever", json(200, page("a", true)), 2, 1, "failed", " answered the same page again at offset 1",
     kHeading + "[a] One\n"},
    {"empty pages for ever", json(200, R"({"DATA":[],"has_next_page":true})"), 1, 1, "failed",
     " answered an empty page at offset 0 and says that there are more"},
    {"403", json(403, R"({"code":"PermissionDenied","message":"no access","request_id":"r1"})"), 1, 1, "failed",
     " answered 403 PermissionDenied: no access (request id r1)"},
    {"403 with a challenge that says why",
     {answer(403, "",
             "WWW-Authenticate: Bearer realm=\"x\", error=\"insufficient_scope\", error_description=\"Ask for "
             "more\", scope=\"urn:a urn:b\"\r\n")},
     1,
     1,
     "failed",
     " answered 403 insufficient_scope: it needs the scope 'urn:a urn:b'; Ask for more"},
    {"404 without a body", {answer(404, "")}, 1, 1, "failed", " answered 404"},
    {"503 for ever", json(503, R"({"code":"ServiceUnavailable","message":"later","request_id":"r1"})"), 3, 69,
     "service unreachable", " answered 503 ServiceUnavailable: later (request id r1)"},
    {"a huge body",
     {answer(200, std::string((32U << 20) + 1, ' '))},
     1,
     69,
     "service unreachable",
     kAnswer + "is larger than 32MiB" + kCheck},
    {"a hundred thousand brackets", json(200, std::string(100'000, '[')), 1, 1, "failed",
     kNotJson + "Maximum depth exceeded"},
};

struct Search : GlobusWorkspace {
    RawServer auth{
        each({json(200, token_body("first")), json(200, token_body("second")), json(200, token_body("third"))})};

    std::size_t token_requests() const { return auth.requests().size(); }
};

bool is_signed_with(const std::string& request, const std::string& token) {
    return request.find("\r\nAuthorization: Bearer " + token + "\r\n") != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(endpoint_search, Search)

BOOST_DATA_TEST_CASE(fails_with_what_is_wrong_with_the_answer, boost::unit_test::data::make(bad_searches), row) {
    const RawServer transfer(times(9, row.answer));
    use(auth, transfer);
    const CommandResult result = run({"run", "./list.yaml"});
    BOOST_TEST(result.out == row.out);
    BOOST_TEST(said(result) ==
               "TIME error: task 'list' " + row.state + " after DURATION: " + kGet + row.message + '\n');
    BOOST_TEST(result.exit_code == row.exit_code);
    BOOST_TEST(transfer.requests().size() == row.requests);
    BOOST_TEST(token_requests() == 1U);
}

BOOST_AUTO_TEST_CASE(that_is_never_answered_is_given_up) {
    configure_globus("http: {timeout: 300ms, retries: 1}\n");
    const RawServer transfer(times(9, {hang()}));
    use(auth, transfer);
    const CommandResult result = run({"run", "./list.yaml"});
    BOOST_TEST(result.out == "");
    BOOST_TEST(said(result) == "TIME error: task 'list' service unreachable after DURATION: " + kGet +
                                   ": no complete answer from 127.0.0.1:PORT within 300ms; check the service, or raise "
                                   "the time-out (after 2 tries)\n");
    BOOST_TEST(result.exit_code == 69);
    BOOST_TEST(transfer.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(goes_on_after_a_503) {
    const RawServer transfer(
        each({json(503, "{}"), json(200, page("a", true)), json(503, "{}"), json(200, page("b", false))}));
    use(auth, transfer);
    const CommandResult result = run({"run", "./list.yaml"});
    BOOST_TEST(result.out == kHeading + "[a] One\n[b] One\n");
    BOOST_TEST(said(result) == "TIME info: task 'list' succeeded after DURATION: 2 endpoints\n");
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST(transfer.requests().size() == 4U);
}

BOOST_AUTO_TEST_CASE(renews_the_token_once_after_a_401_and_goes_on) {
    const RawServer transfer(each({json(401, "{}"), json(200, page("a", true)), json(200, page("b", false))}));
    use(auth, transfer);
    const CommandResult result = run({"run", "./list.yaml"});
    BOOST_TEST(result.out == kHeading + "[a] One\n[b] One\n");
    BOOST_TEST(said(result) == "TIME info: task 'list' succeeded after DURATION: 2 endpoints\n");
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST(token_requests() == 2U);
    BOOST_TEST_REQUIRE(transfer.requests().size() == 3U);
    BOOST_TEST(is_signed_with(transfer.requests()[0], "first"));
    BOOST_TEST(is_signed_with(transfer.requests()[1], "second"));
    BOOST_TEST(is_signed_with(transfer.requests()[2], "second"));
}

BOOST_AUTO_TEST_CASE(gives_up_after_a_second_401) {
    const RawServer transfer(times(9, json(401, R"({"code":"AuthenticationFailed","message":"Token is not active"})")));
    use(auth, transfer);
    const CommandResult result = run({"run", "./list.yaml"});
    BOOST_TEST(result.out == "");
    BOOST_TEST(said(result) == "TIME error: task 'list' credentials refused after DURATION: " + kGet +
                                   " answered 401 AuthenticationFailed: Token is not active\n");
    BOOST_TEST(result.exit_code == 77);
    BOOST_TEST(transfer.requests().size() == 2U);
    BOOST_TEST(token_requests() == 2U);
}

BOOST_AUTO_TEST_CASE(tells_of_a_renewal_that_is_refused) {
    const RawServer once(each({json(200, token_body("first")), json(401, R"({"error":"invalid_client"})")}));
    const RawServer transfer(times(9, json(401, "{}")));
    use(once, transfer);
    const CommandResult result = run({"run", "./list.yaml"});
    BOOST_TEST(result.out == "");
    BOOST_TEST(said(result) ==
               std::string("TIME error: task 'list' credentials refused after DURATION: the token endpoint "
                           "http://127.0.0.1:PORT/v2/oauth2/token refused client ") +
                   kClientId + ": invalid_client (401)\n");
    BOOST_TEST(result.exit_code == 77);
    BOOST_TEST(transfer.requests().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

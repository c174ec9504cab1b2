#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>

#include "errand/version.hpp"
#include "support/globus_workspace.hpp"

using namespace errand::testing;
using namespace std::string_literals;

namespace {

struct BadEndpoint {
    const char* title;
    /// Played again and again.
    Answer answer;
    /// How often it is asked in a run with two retries.
    std::size_t requests;
    int exit_code;
    /// After "TIME error: task 'poll' ".
    std::string message;

    friend std::ostream& operator<<(std::ostream& out, const BadEndpoint& row) { return out << row.title; }
};

const std::string kRefusedBy =
    "credentials refused after DURATION: the token endpoint http://127.0.0.1:PORT/v2/oauth2/token refused client "s +
    kClientId + ": ";
const std::string kGranted =
    "credentials refused after DURATION: the token endpoint http://127.0.0.1:PORT/v2/oauth2/token granted client "s +
    kClientId + ' ';
const std::string kAnswered =
    "service unreachable after DURATION: the token endpoint http://127.0.0.1:PORT/v2/oauth2/token answered ";
const std::string kNoTokenResponse = kAnswered + "with what is no token response: ";
const std::string kPost = "service unreachable after DURATION: POST http://127.0.0.1:PORT/v2/oauth2/token: ";

const std::string kCheckUrl = "; check the URL, and what stands between here and the service";

const BadEndpoint bad_endpoints[] = {
    {"401 with a reason", json(401, R"({"error":"invalid_client","error_description":"no such client"})"), 1, 77,
     kRefusedBy + "invalid_client (401): no such client"},
    {"401 of the shape of Globus",
     json(401, R"({"errors":[{"code":"UNAUTHORIZED","detail":"Call must be authenticated"}]})"), 1, 77,
     kRefusedBy + "UNAUTHORIZED (401): Call must be authenticated"},
    {"401 without JSON",
     {answer(401, "go away", "Content-Type: text/plain\r\n")},
     1,
     77,
     kRefusedBy + "401 without a reason; check the client id and its secret"},
    {"401 with a challenge that says why",
     {answer(401, "",
             "WWW-Authenticate: Basic realm=\"x\"\r\n"
             "WWW-Authenticate: Bearer error=\"invalid_client\", error_description=\"no such client\"\r\n")},
     1,
     77,
     kRefusedBy + "invalid_client (401): no such client"},
    {"403 without a body",
     {answer(403, "")},
     1,
     77,
     kRefusedBy + "403 without a reason; check the client id and its secret"},
    {"400 for a scope", json(400, R"({"error":"invalid_scope","error_description":"unknown"})"), 1, 77,
     kRefusedBy + "invalid_scope (400): unknown"},
    {"a reason that would drive a terminal", json(401, R"({"error":"\u001b[2J\nTIME info: fine"})"), 1, 77,
     kRefusedBy + "\\x1b[2J\\nTIME info: fine (401)"},
    {"HTML with 200",
     {answer(200, "<html>Sign in</html>", "Content-Type: text/html\r\n")},
     1,
     69,
     kNoTokenResponse + "it is not JSON; check the token URL"},
    {"200 without access_token", json(200, R"({"expires_in":3600,"token_type":"Bearer"})"), 1, 69,
     kNoTokenResponse + "it has no 'access_token'; check the token URL"},
    {"200 with an expiry in the past", json(200, R"({"access_token":"t0ken","expires_in":-1})"), 1, 69,
     kNoTokenResponse + "its 'expires_in' is -1, not a time to come; check the token URL"},
    {"a token of another type", json(200, token_body("t0ken", kTransferScope, "mac")), 1, 69,
     kNoTokenResponse + "its 'token_type' is not Bearer, which is all that errand can use; check the token URL"},
    {"a token that would forge a header", json(200, token_body("t0ken\\r\\nX-Forged: yes")), 1, 69,
     kNoTokenResponse + "its 'access_token' holds characters that cannot be sent; check the token URL"},
    {"fewer scopes", json(200, token_body("t0ken", "openid")), 1, 77,
     kGranted + "less than was asked for, without "s + kTransferScope + "; let the client have them there"},
    {"a token for another resource server",
     json(200, R"({"access_token":"t0ken","resource_server":"groups.api.globus.org","expires_in":3600})"), 1, 77,
     kGranted + "no token for transfer.api.globus.org, only for groups.api.globus.org"},
    {"404", {answer(404, "")}, 1, 69, kAnswered + "404; check the token URL, and the service"},
    {"a redirection",
     {answer(302, "", "Location: https://login.example.org/\r\n")},
     1,
     69,
     kPost +
         "it redirects to https://login.example.org/ (302), and what carries credentials follows no redirect; if that "
         "is the right place, configure it"},
    {"503", json(503, R"({"error":"temporarily_unavailable"})"), 3, 69,
     kAnswered + "temporarily_unavailable (503); check the token URL, and the service"},
    {"503 for longer than errand waits",
     {answer(503, "", "Retry-After: 3600\r\n")},
     1,
     69,
     kAnswered + "503; check the token URL, and the service"},
    {"a truncated answer",
     {send("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"access_token\":\"t0ken\",")},
     3,
     69,
     kPost + "the answer of 127.0.0.1:PORT broke off after 24 of 900 bytes" + kCheckUrl + " (after 3 tries)"},
    {"no HTTP",
     {send("220 mail.example.org ESMTP\r\n")},
     1,
     69,
     kPost + "the answer of 127.0.0.1:PORT is not HTTP" + kCheckUrl},
    {"a reset", {reset()}, 3, 69, kPost + "127.0.0.1:PORT broke the connection (after 3 tries)"},
    {"an endless head",
     {send("HTTP/1.1 200 OK\r\nX: "), send(std::string(1 << 20, 'x'))},
     1,
     69,
     kPost + "the answer of 127.0.0.1:PORT has headers of more than 64KiB" + kCheckUrl},
};

struct TokenEndpoint : GlobusWorkspace {
    /// That a run fails so, and that the task never asked its service.
    void check_fails(const RawServer& auth, int exit_code, const std::string& message) {
        const RawServer transfer(times(9, json(200, "{}")));
        use(auth, transfer);
        const CommandResult result = run({"run", "./poll.yaml"});
        BOOST_TEST(result.out == "");
        BOOST_TEST(said(result) == "TIME error: task 'poll' " + message + '\n');
        BOOST_TEST(result.exit_code == exit_code);
        BOOST_TEST(transfer.connections() == 0U);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(token_endpoint, TokenEndpoint)

BOOST_DATA_TEST_CASE(that_gives_no_token_keeps_the_task_from_starting, boost::unit_test::data::make(bad_endpoints),
                     row) {
    const RawServer auth(times(9, row.answer));
    check_fails(auth, row.exit_code, row.message);
    BOOST_TEST(auth.requests().size() == row.requests);
}

BOOST_AUTO_TEST_CASE(that_never_answers_is_given_up) {
    configure_globus("http: {timeout: 300ms, retries: 1}\n");
    const RawServer auth(times(9, {hang()}));
    check_fails(auth, 69,
                kPost +
                    "no complete answer from 127.0.0.1:PORT within 300ms; check the service, or raise the time-out "
                    "(after 2 tries)");
    BOOST_TEST(auth.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(that_trickles_is_given_up_too) {
    configure_globus("http: {timeout: 300ms, retries: 0}\n");
    Answer trickle = {send("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n")};
    for (int i = 0; i < 100; ++i) trickle.insert(trickle.end(), {pause(std::chrono::milliseconds(50)), send(" ")});
    const RawServer auth(times(9, trickle));
    check_fails(
        auth, 69,
        kPost + "no complete answer from 127.0.0.1:PORT within 300ms; check the service, or raise the time-out");
    BOOST_TEST(auth.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(that_is_not_there_is_unreachable) {
    std::string url;
    {
        const RawServer gone({});
        url = gone.url("");
    }
    const RawServer transfer(times(9, json(200, "{}")));
    use(transfer, transfer);
    set("GLOBUS_SDK_SERVICE_URL_AUTH=" + url);
    const CommandResult result = run({"run", "./poll.yaml"});
    BOOST_TEST(said(result) == "TIME error: task 'poll' " + kPost +
                                   "the connection to 127.0.0.1:PORT was refused; check that the service runs, and "
                                   "the port (after 3 tries)\n");
    BOOST_TEST(result.exit_code == 69);
    BOOST_TEST(transfer.connections() == 0U);
}

BOOST_AUTO_TEST_CASE(that_recovers_is_asked_until_it_does) {
    const RawServer auth(each({{answer(503, "")}, {reset()}, json(200, token_body("t0ken"))}));
    const RawServer transfer(times(3, json(200, "{}")));
    use(auth, transfer);
    const CommandResult result = run({"run", "./poll.yaml"});
    BOOST_TEST(said(result) == "TIME info: task 'poll' succeeded after DURATION\n");
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST(auth.requests().size() == 3U);
}

BOOST_AUTO_TEST_CASE(is_asked_for_what_the_task_type_declares) {
    const RawServer auth(each({json(200, token_body("t0ken"))}));
    const RawServer transfer(times(3, json(200, "{}")));
    use(auth, transfer);
    BOOST_TEST(run({"run", "./poll.yaml"}).exit_code == 0);
    BOOST_TEST_REQUIRE(auth.requests().size() == 1U);
    // The credentials of Globus go out as they are, not form-encoded.
    BOOST_TEST(normalised(auth.requests().front(), *this) ==
               "POST /v2/oauth2/token HTTP/1.1\r\n"
               "Host: 127.0.0.1:PORT\r\n"
               "Accept-Encoding: gzip, identity\r\n"
               "Accept: application/json\r\n"
               "Authorization: Basic M2Y2YzJhMWUtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDBjMWQwOmh1bnRlcjIvK2h1bnRlcjI=\r\n"
               "Content-Type: application/x-www-form-urlencoded\r\n"
               "User-Agent: errand/" ERRAND_VERSION
               "\r\n"
               "Content-Length: 95\r\n"
               "\r\n"
               "grant_type=client_credentials&scope=urn%3Aglobus%3Aauth%3Ascope%3Atransfer.api.globus.org%3Aall");
    BOOST_TEST_REQUIRE(transfer.requests().size() == 3U);
    BOOST_TEST(transfer.requests().back().find("\r\nAuthorization: Bearer t0ken\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>

#include "errand/version.hpp"
#include "support/token_endpoint.hpp"

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
const std::string kNoTokenResponse = kAnswered + "with what is no token response: ";

const std::string kCheckUrl = "; check the URL, and what stands between here and the service";

const std::string kTooMany = kAnswered + "429; check the token URL, and the service";

/// A token that lives for so long.
std::string token_for(const std::string& seconds) { return R"({"access_token":"t0ken","expires_in":)" + seconds + '}'; }

Answer limited(const std::string& headers) { return {answer(429, "", headers)}; }

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
    {"a life that has ended", json(200, token_for("-1")), 1, 69,
     kNoTokenResponse + "its 'expires_in' is -1, not a time to come; check the token URL"},
    {"a life of nothing", json(200, token_for("0")), 1, 69,
     kNoTokenResponse + "its 'expires_in' is 0, not a time to come; check the token URL"},
    {"a life in a string", json(200, token_for(R"("3600")")), 1, 69,
     kNoTokenResponse + "its 'expires_in' is text, not an integer; check the token URL"},
    {"a life of a part of a second", json(200, token_for("0.5")), 1, 69,
     kNoTokenResponse + "its 'expires_in' is a number, not an integer; check the token URL"},
    {"a life longer than errand's", json(200, token_for("9223372036854775807")), 1, 69,
     kNoTokenResponse + "its 'expires_in' is more than ten years; check the token URL"},
    {"a life that no integer holds", json(200, token_for("1e300")), 1, 69,
     kNoTokenResponse + "its 'expires_in' is a number, not an integer; check the token URL"},
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
    {"500 for ever", {answer(500, "")}, 3, 69, kAnswered + "500; check the token URL, and the service"},
    {"503", json(503, R"({"error":"temporarily_unavailable"})"), 3, 69,
     kAnswered + "temporarily_unavailable (503); check the token URL, and the service"},
    {"503 for longer than errand waits",
     {answer(503, "", "Retry-After: 3600\r\n")},
     1,
     69,
     kAnswered + "503; check the token URL, and the service"},
    {"429", limited(""), 3, 69, kTooMany},
    {"429 until now", limited("Retry-After: 0\r\n"), 3, 69, kTooMany},
    {"429 for an hour", limited("Retry-After: 3600\r\n"), 1, 69, kTooMany},
    {"429 until a date that has passed", limited("Retry-After: Fri, 15 Jan 2021 12:00:00 GMT\r\n"), 3, 69, kTooMany},
    {"429 until a date", limited("Retry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n"), 1, 69, kTooMany},
    {"429 until now by a clock that is years off",
     limited("Date: Fri, 31 Dec 9999 23:59:59 GMT\r\nRetry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n"), 3, 69, kTooMany},
    {"429 for less than nothing", limited("Retry-After: -3600\r\n"), 3, 69, kTooMany},
    {"429 for nobody knows how long", limited("Retry-After: soon\r\n"), 3, 69, kTooMany},
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
    {"a huge body",
     {answer(200, std::string((32U << 20) + 1, ' '))},
     1,
     69,
     kPost + "the answer of 127.0.0.1:PORT is larger than 32MiB" + kCheckUrl},
    {"an endless head",
     {send("HTTP/1.1 200 OK\r\nX: "), send(std::string(1 << 20, 'x'))},
     1,
     69,
     kPost + "the answer of 127.0.0.1:PORT has headers of more than 64KiB" + kCheckUrl},
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(token_endpoint, TokenEndpoint)

BOOST_DATA_TEST_CASE(that_gives_no_token_keeps_the_task_from_starting, boost::unit_test::data::make(bad_endpoints),
                     row) {
    const RawServer auth(times(9, row.answer));
    check_fails(auth, row.exit_code, row.message);
    BOOST_TEST(auth.requests().size() == row.requests);
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

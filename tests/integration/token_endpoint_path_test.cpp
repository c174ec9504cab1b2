#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <ctime>
#include <ostream>
#include <string>

#include "support/reserved_port.hpp"
#include "support/token_endpoint.hpp"

using namespace errand::testing;
using namespace std::chrono_literals;

namespace {

/// A token endpoint that takes its time.
struct SlowEndpoint {
    const char* title;
    /// What the configuration says under `http:`.
    const char* limits;
    /// Played again and again.
    Answer answer;
    std::size_t requests;
    /// After the request that it is about.
    std::string message;

    friend std::ostream& operator<<(std::ostream& out, const SlowEndpoint& row) { return out << row.title; }
};

/// `begin`, and then a byte every now and then.
Answer drip(const std::string& begin) {
    Answer slow = {send(begin)};
    for (int i = 0; i < 100; ++i) slow.insert(slow.end(), {pause(50ms), send("x")});
    return slow;
}

const std::string kHead = "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n";
const std::string kWithin =
    "no complete answer from 127.0.0.1:PORT within 1s; check the service, or raise the time-out";

const SlowEndpoint slow_endpoints[] = {
    {"nothing, and no byte in time",
     "{first_byte_timeout: 300ms, retries: 1}",
     {hang()},
     2,
     "no answer from 127.0.0.1:PORT within 300ms of the request; check the service, or raise the time-out of the first "
     "byte (after 2 tries)"},
    {"nothing", "{timeout: 1s, retries: 1}", {hang()}, 2, kWithin + " (after 2 tries)"},
    {"half a head", "{timeout: 1s, retries: 0}", {send("HTTP/1.1 200 OK\r\nContent-"), hang()}, 1, kWithin},
    {"a head", "{timeout: 1s, retries: 1}", {send(kHead), hang()}, 2, kWithin + " (after 2 tries)"},
    {"half a body", "{timeout: 1s, retries: 0}", {send(kHead + "{\"access_token\":"), hang()}, 1, kWithin},
    {"a head in drips", "{timeout: 1s, retries: 0}", drip("HTTP/1.1 200 OK\r\nX: "), 1, kWithin},
    {"a body in drips", "{timeout: 1s, retries: 0}", drip(kHead), 1, kWithin},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(slow_token_endpoint)

BOOST_DATA_TEST_CASE_F(TokenEndpoint, token_endpoint_that_is_too_slow_is_given_up,
                       boost::unit_test::data::make(slow_endpoints), row) {
    configure_globus(std::string("http: ") + row.limits + '\n');
    const RawServer auth(times(9, row.answer));
    check_fails(auth, 69, kPost + row.message);
    BOOST_TEST(auth.wait_for_requests(row.requests));
    BOOST_TEST(auth.requests().size() == row.requests);
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

/// A proxy before a token endpoint whose name only the proxy could resolve.
struct BadProxy {
    const char* title;
    const char* limits;
    Answer answer;
    std::size_t requests;
    std::string message;

    friend std::ostream& operator<<(std::ostream& out, const BadProxy& row) { return out << row.title; }
};

const BadProxy bad_proxies[] = {
    {"403",
     "retries: 2",
     {answer(403, "")},
     1,
     "the proxy 127.0.0.1:PORT does not let through to auth.invalid:443 (403); ask whoever runs it, or list the host "
     "in "
     "no_proxy"},
    {"407",
     "retries: 2",
     {answer(407, "")},
     1,
     "the proxy 127.0.0.1:PORT wants a user name and password (407); write them into the proxy's URL"},
    {"502",
     "retries: 2",
     {answer(502, "")},
     3,
     "the proxy 127.0.0.1:PORT cannot connect to auth.invalid:443 (502); check the URL, and the network behind the "
     "proxy (after 3 tries)"},
    {"no HTTP",
     "retries: 2",
     {send("220 mail.example.org ESMTP\r\n")},
     1,
     "the answer of the proxy 127.0.0.1:PORT is not HTTP; check that it is an http:// proxy"},
    {"a reset", "retries: 2", {reset()}, 3, "the proxy 127.0.0.1:PORT broke the connection (after 3 tries)"},
    {"nothing",
     "retries: 1, connect_timeout: 1s",
     {hang()},
     2,
     "the proxy 127.0.0.1:PORT did not connect to auth.invalid:443 within 1s; check the URL, and the network behind "
     "the "
     "proxy (after 2 tries)"},
};

const std::string kPostByName = "service unreachable after DURATION: POST https://auth.invalid/v2/oauth2/token: ";

/// A token endpoint that nobody can reach.
struct OutOfReach : TokenEndpoint {
    OutOfReach() {
        use(transfer, transfer);
        set("GLOBUS_SDK_SERVICE_URL_AUTH=https://auth.invalid");
    }

    const RawServer transfer{times(9, json(200, "{}"))};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(token_endpoint_out_of_reach, OutOfReach)

BOOST_DATA_TEST_CASE(is_told_by_a_proxy_that_fails, boost::unit_test::data::make(bad_proxies), row) {
    const RawServer proxy(times(9, row.answer));
    configure_globus("http: {proxy: '" + proxy.url("") + "', " + row.limits + "}\n");
    check_poll_fails(transfer, 69, kPostByName + row.message);
    BOOST_TEST(proxy.wait_for_requests(row.requests));
    BOOST_TEST(proxy.requests().size() == row.requests);
    BOOST_TEST(proxy.requests().front() == "CONNECT auth.invalid:443 HTTP/1.1\r\nHost: auth.invalid:443\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(is_behind_a_proxy_that_is_not_there) {
    const ReservedPort nobody;
    configure_globus("http: {retries: 1, proxy: 'http://127.0.0.1:" + std::to_string(nobody.number()) + "'}\n");
    check_poll_fails(transfer, 69,
                     kPostByName +
                         "the proxy cannot be reached: the connection to 127.0.0.1:PORT was refused; check that the "
                         "service runs, and the port (after 2 tries)");
}

BOOST_AUTO_TEST_CASE(has_a_name_that_no_server_knows) {
    configure_globus("http: {retries: 1}\n");
    // Where there is a network, its servers are asked for no longer than a second each.
    set("RES_OPTIONS=timeout:1 attempts:1");
    check_poll_fails(
        transfer, 69,
        kPostByName + "the name 'auth.invalid' cannot be resolved; check it, and this machine's DNS (after 2 tries)");
}

BOOST_AUTO_TEST_CASE(has_nobody_at_its_port) {
    const ReservedPort nobody;
    configure_globus("http: {retries: 2}\n");
    set("GLOBUS_SDK_SERVICE_URL_AUTH=http://127.0.0.1:" + std::to_string(nobody.number()));
    check_poll_fails(transfer, 69,
                     kPost +
                         "the connection to 127.0.0.1:PORT was refused; check that the service runs, and the port "
                         "(after 3 tries)");
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

/// A token endpoint that is odd, but good enough.
struct OddEndpoint {
    const char* title;
    /// Each is played once.
    std::vector<Answer> answers;
    /// How often it is asked in two runs.
    std::size_t requests;

    friend std::ostream& operator<<(std::ostream& out, const OddEndpoint& row) { return out << row.title; }
};

Answer token_by_a_clock(std::chrono::minutes ahead) {
    const std::time_t time = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + ahead);
    char date[64];
    std::strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", std::gmtime(&time));
    return {answer(200, token_body("t0ken"), std::string("Date: ") + date + "\r\n")};
}

Answer token_with(const std::string& members) {
    return json(200, R"({"access_token":"t0ken","resource_server":"transfer.api.globus.org")" + members + '}');
}

const OddEndpoint odd_endpoints[] = {
    {"a clock that is 10 minutes ahead", {token_by_a_clock(10min)}, 1},
    {"a clock that is 10 minutes behind", {token_by_a_clock(-10min)}, 1},
    {"no life, scope or type", {token_with("")}, 1},
    {"a life of null", {token_with(R"(,"expires_in":null)")}, 1},
    {"a life of ten years", {token_with(R"(,"expires_in":315360000)")}, 1},
    {"more scopes than asked for", {json(200, token_body("t0ken", std::string("openid ") + kTransferScope))}, 1},
    {"a burst of 500", {{answer(500, "")}, {answer(500, "")}, json(200, token_body("t0ken"))}, 3},
    {"a 503, then a reset", {{answer(503, "")}, {reset()}, json(200, token_body("t0ken"))}, 3},
    {"a 429 for a moment", {{answer(429, "", "Retry-After: 0\r\n")}, json(200, token_body("t0ken"))}, 2},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(odd_token_endpoint)

BOOST_DATA_TEST_CASE_F(GlobusWorkspace, token_endpoint_that_is_odd_is_good_enough,
                       boost::unit_test::data::make(odd_endpoints), row) {
    const RawServer auth(each(row.answers));
    const RawServer transfer(times(6, json(200, "{}")));
    use(auth, transfer);
    for (int i = 0; i < 2; ++i) {
        const CommandResult result = run({"run", "./poll.yaml"});
        BOOST_TEST(result.out == "");
        BOOST_TEST(said(result) == "TIME info: task 'poll' succeeded after DURATION\n");
        BOOST_TEST(result.exit_code == 0);
    }
    BOOST_TEST(auth.requests().size() == row.requests);
    BOOST_TEST(transfer.requests().size() == 6U);
}

BOOST_AUTO_TEST_SUITE_END()

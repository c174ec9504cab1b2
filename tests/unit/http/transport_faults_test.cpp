#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <ostream>
#include <thread>

#include "errand/error.hpp"
#include "http/make_http_client.hpp"
#include "support/fake_clock.hpp"
#include "support/gzip.hpp"
#include "support/raw_server_tls.hpp"
#include "support/tls_keys.hpp"

namespace errand {

using namespace std::chrono_literals;
using namespace testing;

/// What the whole client makes of a server that plays the same answer each time, with one retry.
struct TransportFault {
    const char* title;
    Answer plays;
    /// Of the exception, `@` for the server's host:port; or of the answer that was returned: `200 body`.
    const char* outcome;
    std::size_t requests;
    /// What was waited for in all, at least: less than 250 ms are the policy's own.
    std::chrono::milliseconds waited = 0ms;
    std::chrono::milliseconds timeout = 60s;
    std::chrono::milliseconds first_byte_timeout = 60s;

    friend std::ostream& operator<<(std::ostream& out, const TransportFault& row) { return out << row.title; }
};

/// A byte now and then, for ever.
Answer slow_drip() {
    Answer plays = {send("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")};
    for (int i = 0; i < 2000; ++i) plays.insert(plays.end(), {pause(5ms), send("x")});
    return plays;
}

const TransportFault transport_faults[] = {
    {"reset before the answer", {reset()}, "GET http://@/x: @ broke the connection (after 2 tries)", 2},
    {"closed before the answer",
     {},
     "GET http://@/x: the answer of @ never came; check the URL, and what stands between here and the service (after 2 "
     "tries)",
     2},
    {"hangs before the headers",
     {hang()},
     "GET http://@/x: no answer from @ within 200ms of the request; check the service, or raise the time-out of the "
     "first byte (after 2 tries)",
     2,
     0ms,
     60s,
     200ms},
    {"hangs in the body",
     {send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"), hang()},
     "GET http://@/x: no complete answer from @ within 400ms; check the service, or raise the time-out (after 2 tries)",
     2,
     0ms,
     400ms},
    {"truncated body",
     {send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab")},
     "GET http://@/x: the answer of @ broke off after 2 of 9 bytes; check the URL, and what stands between here and "
     "the "
     "service (after 2 tries)",
     2},
    {"garbage",
     {send("\x16\x03\x01 what"), hang()},
     "GET http://@/x: the answer of @ is not HTTP; check the URL, and what stands between here and the service",
     1},
    {"HTML with 200 is an answer", {answer(200, "<html>")}, "200 <html>", 1},
    {"huge body",
     {answer(200, std::string(10'001, 'x'))},
     "GET http://@/x: the answer of @ is larger than 10kB; check the URL, and what stands between here and the service",
     1},
    {"a bomb of gzip",
     {answer(200, gzip(std::string(1 << 20, 'x')), "Content-Encoding: gzip\r\n")},
     "GET http://@/x: the answer of @ is larger than 10kB when unpacked; check the URL, and what stands between here "
     "and the service",
     1},
    {"slow drip", slow_drip(),
     "GET http://@/x: no complete answer from @ within 400ms; check the service, or raise the time-out (after 2 tries)",
     2, 0ms, 400ms},
    {"429", {answer(429, "slow down")}, "429 slow down", 2},
    {"429 for seconds", {answer(429, "", "Retry-After: 3\r\n")}, "429 ", 2, 3s},
    {"429 until a date",
     {answer(429, "", "Date: Fri, 15 Jan 2027 12:00:00 GMT\r\nRetry-After: Fri, 15 Jan 2027 12:00:05 GMT\r\n")},
     "429 ",
     2,
     5s},
    {"429 until a date that has passed",
     {answer(429, "", "Retry-After: Fri, 15 Jan 1999 12:00:00 GMT\r\n")},
     "429 ",
     2},
    {"429 with a riddle", {answer(429, "", "Retry-After: soon\r\n")}, "429 ", 2},
    {"429 for longer than there is", {answer(429, "", "Retry-After: 60\r\n")}, "429 ", 1},
    {"a burst of 500", {answer(500, "oops")}, "500 oops", 2},
    {"another 4xx", {answer(404, "no")}, "404 no", 1},
};

BOOST_AUTO_TEST_SUITE(faults_of_the_transport)

std::string outcome_of(HttpClient& client, const HttpRequest& request) {
    try {
        const HttpResponse response = client.send(request);
        return std::to_string(response.status) + ' ' + response.body;
    } catch (const ServiceUnreachable& error) {
        return error.what();
    }
}

/// A client that gave up may be ahead of the server, which reads what was sent all the same.
void wait_for_requests(const RawServer& server, std::size_t count) {
    const auto patience = std::chrono::steady_clock::now() + 20s;
    while (server.requests().size() < count && std::chrono::steady_clock::now() < patience) std::this_thread::yield();
}

std::string with_server(std::string text, const std::string& peer) {
    for (std::size_t at = 0; (at = text.find('@')) != std::string::npos;) text.replace(at, 1, peer);
    return text;
}

BOOST_DATA_TEST_CASE(end_in_a_message_and_few_requests, boost::unit_test::data::make(transport_faults), row) {
    RawServer server({{row.plays}, {row.plays}, {row.plays}});
    FakeClock clock;
    const auto client = make_http_client(
        {.timeout = row.timeout, .first_byte_timeout = row.first_byte_timeout, .max_response_bytes = 10'000},
        {.max_retries = 1}, clock);
    BOOST_TEST(outcome_of(*client, {.url = server.url("/x?token=s3cret")}) == with_server(row.outcome, server.peer()));
    wait_for_requests(server, row.requests);
    BOOST_TEST(server.requests().size() == row.requests);
    std::chrono::milliseconds waited(0);
    for (const auto wait : clock.sleeps) waited += wait;
    BOOST_TEST((waited >= row.waited && waited < row.waited + 250ms));
}

BOOST_AUTO_TEST_CASE(of_a_refused_connection_and_an_unknown_name_are_tried_again_whatever_the_method) {
    std::string peer;
    {
        RawServer gone(ServerScript{});
        peer = gone.peer();
    }
    FakeClock clock;
    const auto client = make_http_client({}, {.max_retries = 1}, clock);
    BOOST_TEST(outcome_of(*client, {.method = "POST", .url = "http://" + peer + "/"}) ==
               "POST http://" + peer + "/: the connection to " + peer +
                   " was refused; check that the service runs, and the port (after 2 tries)");
    BOOST_TEST(outcome_of(*client, {.method = "POST", .url = "https://nowhere.invalid/"}) ==
               "POST https://nowhere.invalid/: the name 'nowhere.invalid' cannot be resolved; check it, and this "
               "machine's DNS (after 2 tries)");
    BOOST_TEST(clock.sleeps.size() == 2u);
}

BOOST_AUTO_TEST_CASE(of_a_proxy_that_refuses_are_not_tried_again) {
    RawServer proxy({{{answer(407, "")}}, {{answer(407, "")}}});
    FakeClock clock;
    const auto client =
        make_http_client({.proxy = {Secret("http://" + proxy.peer()), {}, "X"}}, {.max_retries = 1}, clock);
    BOOST_TEST(outcome_of(*client, {.url = "https://a.example/"}) ==
               "GET https://a.example/: the proxy " + proxy.peer() +
                   " wants a user name and password (407); write them into the proxy's URL");
    BOOST_TEST(proxy.connections() == 1u);
}

struct CertificateFault {
    const char* served;
    const char* trusted;
    const char* problem;

    friend std::ostream& operator<<(std::ostream& out, const CertificateFault& row) { return out << row.served; }
};

const CertificateFault certificate_faults[] = {
    {"expired", "ca", "it has expired; have it renewed, or check this machine's clock"},
    {"other_host", "ca", "it is for another host; check the URL, or what answers there"},
    {"self_signed", "ca", "it is self-signed; if it is the right one, name it as ca_file under 'http:'"},
    {"good", "self_signed",
     "its certificate authority is not known here; if it is the right one, name it as ca_file under 'http:'"},
};

BOOST_DATA_TEST_CASE(of_certificates_are_not_tried_again, boost::unit_test::data::make(certificate_faults), row) {
    static const TlsKeys keys;
    const TlsChannel::Setup setup{keys.key(row.served), keys.certificate(row.served)};
    TlsRawServer server({{{answer(200, "")}}, {{answer(200, "")}}}, setup);
    FakeClock clock;
    const auto client = make_http_client({.ca_file = keys.certificate(row.trusted)}, {.max_retries = 1}, clock);
    BOOST_TEST(outcome_of(*client, {.url = "https://" + server.peer() + "/"}) ==
               "GET https://" + server.peer() + "/: the certificate of " + server.peer() +
                   " was refused: " + row.problem);
    BOOST_TEST(server.connections() == 1u);
    BOOST_TEST(server.requests().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

#include "http/socket_http_client.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <ostream>
#include <thread>
#include <vector>

#include "base/event.hpp"
#include "base/unique_fd.hpp"
#include "errand/error.hpp"
#include "http/http_error.hpp"
#include "support/gzip.hpp"
#include "support/raw_server.hpp"
#include "support/thrown.hpp"

namespace errand {

using namespace std::chrono_literals;
using namespace testing;

struct BadExchange {
    const char* title;
    Answer plays;
    /// `@` stands for the server's host:port.
    const char* message;
};
std::ostream& operator<<(std::ostream& out, const BadExchange& row) { return out << row.title; }

BOOST_AUTO_TEST_SUITE(one_exchange)

std::string with_peer(std::string text, const std::string& peer) {
    for (std::size_t at = 0; (at = text.find('@')) != std::string::npos;) text.replace(at, 1, peer);
    return text;
}

HttpRequest post(const std::string& url, std::string body = "x") {
    return {.method = "POST", .url = url, .body = std::move(body)};
}

BOOST_AUTO_TEST_CASE(brings_the_answer_whatever_its_status) {
    RawServer server({{{answer(404, "not here", "X-Id: 7\r\n")}}});
    const HttpResponse response = SocketHttpClient({}).get(server.url("/a?b=c"));
    BOOST_TEST(response.status == 404);
    BOOST_TEST(response.body == "not here");
    BOOST_TEST(response.headers.find("x-id").value_or("") == "7");
    BOOST_TEST(server.requests().at(0) ==
               "GET /a?b=c HTTP/1.1\r\nHost: " + server.peer() +
                   "\r\nAccept-Encoding: gzip, identity\r\nUser-Agent: errand/0.1.0\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(unpacks_the_answer) {
    const std::string text(1000, 'x');
    RawServer server({{{answer(200, gzip(text), "Content-Encoding: gzip\r\n")}, {answer(200, "plain")}}});
    SocketHttpClient client({});
    BOOST_TEST(client.get(server.url()).body == text);
    BOOST_TEST(client.get(server.url()).body == "plain");
    BOOST_TEST(server.connections() == 1u);
}

BOOST_AUTO_TEST_CASE(follows_no_redirect) {
    RawServer server({{{answer(302, "", "Location: http://127.0.0.1:1/\r\n")}}});
    BOOST_TEST(SocketHttpClient({}).get(server.url()).status == 302);
}

BOOST_AUTO_TEST_CASE(keeps_its_connection) {
    RawServer server({{{answer(200, "one")}, {answer(200, "two")}, {hang()}}});
    SocketHttpClient client({});
    BOOST_TEST(client.get(server.url()).body == "one");
    BOOST_TEST(client.send(post(server.url())).body == "two");
    BOOST_TEST(server.connections() == 1u);
}

BOOST_AUTO_TEST_CASE(opens_another_connection_when_the_kept_one_is_closed) {
    RawServer server({{{answer(200, "one")}}, {{answer(200, "two")}}});
    SocketHttpClient client({});
    BOOST_TEST(client.get(server.url()).body == "one");
    BOOST_TEST(client.get(server.url()).body == "two");
    BOOST_TEST(server.connections() == 2u);
}

BOOST_AUTO_TEST_CASE(sends_a_repeatable_request_again_when_the_kept_connection_breaks) {
    for (const Answer& breaks : {Answer{}, Answer{reset()}}) {
        RawServer server({{{answer(200, "one")}, breaks}, {{answer(200, "two")}}});
        SocketHttpClient client({});
        client.get(server.url());
        BOOST_TEST(client.get(server.url()).body == "two");
        BOOST_TEST(server.requests().size() == 3u);
    }
}

BOOST_AUTO_TEST_CASE(never_sends_twice_what_is_not_repeatable) {
    RawServer server({{{answer(200, "one")}, {reset()}}, {{answer(200, "two")}}});
    SocketHttpClient client({});
    client.get(server.url());
    BOOST_TEST(thrown<ExchangeFailed>([&] { client.send(post(server.url("/submit"))); }) ==
               with_peer("POST http://@/submit: @ broke the connection", server.peer()));
    BOOST_TEST(server.requests().size() == 2u);
}

BOOST_AUTO_TEST_CASE(does_not_repeat_once_the_answer_has_begun) {
    RawServer server({{{answer(200, "one")}, {send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab")}}});
    SocketHttpClient client({});
    client.get(server.url());
    BOOST_TEST(thrown<ExchangeFailed>([&] { client.get(server.url()); }) ==
               with_peer("GET http://@/: the answer of @ broke off after 2 of 9 bytes; check the URL, and what stands "
                         "between here and the service",
                         server.peer()));
    BOOST_TEST(server.connections() == 1u);
}

const BadExchange bad_exchanges[] = {
    {"closed at once",
     {},
     "GET http://@/a: the answer of @ never came; check the URL, and what stands between here and the service"},
    {"reset", {reset()}, "GET http://@/a: @ broke the connection"},
    {"reset within the body",
     {send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"), pause(50ms), reset()},
     "GET http://@/a: @ broke the connection"},
    {"broken off",
     {send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab")},
     "GET http://@/a: the answer of @ broke off after 2 of 9 bytes; check the URL, and what stands between here and "
     "the service"},
    {"too large",
     {answer(200, std::string(101, 'x'))},
     "GET http://@/a: the answer of @ is larger than 100; check the URL, and what stands between here and the service"},
    {"too large when unpacked",
     {answer(200, gzip(std::string(5000, 'x')), "Content-Encoding: gzip\r\n")},
     "GET http://@/a: the answer of @ is larger than 100 when unpacked; check the URL, and what stands between here "
     "and "
     "the service"},
    {"packed in an unknown way",
     {answer(200, "abc", "Content-Encoding: br\r\n")},
     "GET http://@/a: the answer of @ has an unknown Content-Encoding; check the URL, and what stands between here and "
     "the service"},
    {"not HTTP",
     {send("220 mail.example ESMTP\r\n"), hang()},
     "GET http://@/a: the answer of @ is not HTTP; check the URL, and what stands between here and the service"},
    {"silent",
     {hang()},
     "GET http://@/a: no complete answer from @ within 300ms; check the service, or raise the time-out"},
    {"silent within the head",
     {send("HTTP/1.1 200 OK\r\n"), hang()},
     "GET http://@/a: no complete answer from @ within 300ms; check the service, or raise the time-out"},
    {"silent within the body",
     {send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"), hang()},
     "GET http://@/a: no complete answer from @ within 300ms; check the service, or raise the time-out"},
};

BOOST_DATA_TEST_CASE(says_what_went_wrong, boost::unit_test::data::make(bad_exchanges), row) {
    RawServer server({{row.plays}});
    SocketHttpClient client({.timeout = 300ms, .max_response_bytes = 100});
    try {
        client.get(server.url("/a?token=secret"));
        BOOST_ERROR("nothing was thrown");
    } catch (const ExchangeFailed& error) {
        BOOST_TEST(error.what() == with_peer(row.message, server.peer()));
        BOOST_TEST(error.was_sent());
    }
}

/// A byte every few milliseconds, for ever.
Answer drip(const std::string& head) {
    Answer plays = {send(head)};
    for (int i = 0; i < 2000; ++i) plays.insert(plays.end(), {pause(5ms), send("x")});
    return plays;
}

BOOST_AUTO_TEST_CASE(holds_its_deadline_against_a_drip) {
    for (const char* head : {"HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"}) {
        RawServer server({{drip(head)}});
        SocketHttpClient client({.timeout = 200ms});
        BOOST_TEST(thrown<ExchangeFailed>([&] { client.get(server.url()); }) ==
                   with_peer("GET http://@/: no complete answer from @ within 200ms; check the service, or raise the "
                             "time-out",
                             server.peer()));
    }
}

BOOST_AUTO_TEST_CASE(says_that_nothing_came_in_time) {
    RawServer server({{{hang()}}});
    SocketHttpClient client({.first_byte_timeout = 200ms});
    BOOST_TEST(thrown<ExchangeFailed>([&] { client.get(server.url()); }) ==
               with_peer("GET http://@/: no answer from @ within 200ms of the request; check the service, or raise the "
                         "time-out of the first byte",
                         server.peer()));
}

/// A port at which connections are neither accepted nor refused: its queue is full.
class FullListener {
public:
    FullListener() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        address_.sin_family = AF_INET;
        address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address_;
        auto* const raw = reinterpret_cast<sockaddr*>(&address_);
        ::bind(listener_.get(), raw, size);
        ::listen(listener_.get(), 0);
        ::getsockname(listener_.get(), raw, &size);
        for (UniqueFd& fd : waiting_) {
            fd = UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
            ::connect(fd.get(), raw, size);
        }
    }

    std::string peer() const { return "127.0.0.1:" + std::to_string(ntohs(address_.sin_port)); }

private:
    sockaddr_in address_ = {};
    UniqueFd listener_;
    UniqueFd waiting_[4];
};

BOOST_AUTO_TEST_CASE(says_that_no_connection_came_in_time) {
    const FullListener full;
    try {
        SocketHttpClient({.connect_timeout = 150ms}).get("http://" + full.peer() + "/");
        BOOST_ERROR("nothing was thrown");
    } catch (const ExchangeFailed& error) {
        BOOST_TEST(
            error.what() ==
            with_peer("GET http://@/: no connection to @ within 150ms; check the network, and firewalls", full.peer()));
        BOOST_TEST((error.failure() == Failure::unconnected));
        BOOST_TEST(!error.was_sent());
    }
}

BOOST_AUTO_TEST_CASE(gives_up_connecting_when_it_is_told_to) {
    const FullListener full;
    const Event give_up;
    give_up.set();
    SocketHttpClient client({.give_up_descriptor = give_up.descriptor()});
    BOOST_TEST(thrown<Cancelled>([&] { client.get("http://" + full.peer() + "/"); }) ==
               "the run asked to end while an answer was waited for");
}

BOOST_AUTO_TEST_CASE(gives_up_on_a_kept_connection_when_it_is_told_to) {
    RawServer server({{{answer(200, "one")}, {hang()}}, {{answer(200, "two")}}});
    const Event give_up;
    SocketHttpClient client({.give_up_descriptor = give_up.descriptor()});
    client.get(server.url());
    give_up.set();
    BOOST_CHECK_THROW(client.get(server.url()), Cancelled);
    BOOST_TEST(server.connections() == 1u);
}

BOOST_AUTO_TEST_CASE(holds_its_deadline_when_nobody_reads) {
    RawServer server({{{hang()}}});
    SocketHttpClient client({.timeout = 200ms});
    HttpRequest request = post(server.url());
    request.headers.add("X-Padding", std::string(16 << 20, 'x'));
    BOOST_TEST(thrown<ExchangeFailed>([&] { client.send(request); }) ==
               with_peer("POST http://@/: no complete answer from @ within 200ms; check the service, or raise the "
                         "time-out",
                         server.peer()));
}

BOOST_AUTO_TEST_CASE(holds_the_deadline_of_a_request) {
    for (const Answer& plays : {Answer{hang()}, Answer{send("HTTP/1.1 200 OK\r\n"), hang()}}) {
        RawServer server({{{answer(200, "")}, plays}});
        SocketHttpClient client({});
        client.get(server.url());
        const HttpRequest request{.url = server.url(), .deadline = std::chrono::steady_clock::now() + 50ms};
        BOOST_TEST(thrown<ExchangeFailed>([&] { client.send(request); }) ==
                   with_peer("GET http://@/: no complete answer from @ by the deadline of the request; check the "
                             "service, or give it more time",
                             server.peer()));
    }
}

BOOST_AUTO_TEST_CASE(is_not_given_more_time_by_a_request) {
    RawServer server({{{hang()}}});
    SocketHttpClient client({.timeout = 300ms});
    const HttpRequest request{.url = server.url(), .deadline = std::chrono::steady_clock::now() + 1h};
    BOOST_TEST(thrown<ExchangeFailed>([&] { client.send(request); }) ==
               with_peer("GET http://@/: no complete answer from @ within 300ms; check the service, or raise the "
                         "time-out",
                         server.peer()));
}

BOOST_AUTO_TEST_CASE(lives_on_when_the_peer_stops_reading_and_closes) {
    RawServer server(ServerScript{{}});
    SocketHttpClient client({});
    BOOST_CHECK_THROW(client.send(post(server.url(), std::string(16 << 20, 'x'))), ExchangeFailed);
}

BOOST_AUTO_TEST_CASE(tells_that_a_request_never_left) {
    std::string url, peer;
    {
        RawServer gone(ServerScript{});
        url = gone.url("/a?b");
        peer = gone.peer();
    }
    try {
        SocketHttpClient({}).get(url);
        BOOST_ERROR("nothing was thrown");
    } catch (const ExchangeFailed& error) {
        BOOST_TEST(error.what() == with_peer("GET http://@/a: the connection to @ was refused; check that the service "
                                             "runs, and the port",
                                             peer));
        BOOST_TEST(!error.was_sent());
    }
}

BOOST_AUTO_TEST_CASE(says_that_a_name_does_not_resolve) {
    BOOST_TEST(thrown<ExchangeFailed>([] { SocketHttpClient({}).get("https://nowhere.invalid/a?b"); }) ==
               "GET https://nowhere.invalid/a: the name 'nowhere.invalid' cannot be resolved; check it, and this "
               "machine's DNS");
}

BOOST_AUTO_TEST_CASE(sends_nothing_in_the_clear_beyond_loopback) {
    BOOST_TEST(thrown<Error>([] { SocketHttpClient({}).get("http://192.0.2.1/a?b"); }) ==
               "http://192.0.2.1:80/a: refused: http:// is for loopback addresses only; use https://");
}

BOOST_AUTO_TEST_CASE(stays_on_loopback_when_told_to) {
    SocketHttpClient client({.loopback_only = true});
    for (const char* url : {"https://192.0.2.1/a?b", "http://192.0.2.1:443/a"})
        BOOST_TEST(thrown<Error>([&] { client.get(url); }) ==
                   std::string(url).substr(0, std::string(url).find("//")) +
                       "//192.0.2.1:443/a: refused: a sandbox run reaches nothing beyond loopback");
    RawServer server({{{answer(200, "fine")}}});
    BOOST_TEST(client.get("http://localhost:" + std::to_string(server.port()) + "/").body == "fine");
}

BOOST_AUTO_TEST_CASE(refuses_a_smuggled_header_before_it_connects) {
    RawServer server({{{answer(200, "")}}});
    BOOST_TEST(thrown<Error>([&] {
                   SocketHttpClient({}).send({.url = server.url(), .headers = {{"X", "a\r\nY: b"}}});
               }) == "the value of the header X must not hold a line break or a zero byte");
    BOOST_TEST(server.connections() == 0u);
}

BOOST_AUTO_TEST_CASE(serves_several_threads_at_once) {
    const ConnectionScript many(40, Answer{answer(200, "hello")});
    RawServer server(ServerScript(40, many));
    SocketHttpClient client({});
    std::vector<std::thread> threads;
    std::vector<int> whole(4);
    for (int& count : whole)
        threads.emplace_back([&] {
            for (int i = 0; i < 10; ++i) count += client.get(server.url()).body == "hello";
        });
    for (std::thread& thread : threads) thread.join();
    for (const int count : whole) BOOST_TEST(count == 10);
    BOOST_TEST(server.requests().size() == 40u);
    BOOST_TEST(server.connections() <= 4u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

#include <signal.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <ostream>

#include "base/error.hpp"
#include "http/http_error.hpp"
#include "http/socket_http_client.hpp"
#include "support/raw_server_tls.hpp"
#include "support/thrown.hpp"
#include "support/tls_keys.hpp"

namespace errand {

using namespace std::chrono_literals;
using namespace testing;

struct BadCertificate {
    const char* name;
    const char* problem;
};
std::ostream& operator<<(std::ostream& out, const BadCertificate& row) { return out << row.name; }

BOOST_AUTO_TEST_SUITE(secure_exchanges)

const TlsKeys& keys() {
    static const TlsKeys made;
    return made;
}

TlsChannel::Setup served(const std::string& name) { return {keys().key(name), keys().certificate(name)}; }

HttpClientSettings trusting(const std::string& name) { return {.timeout = 10s, .ca_file = keys().certificate(name)}; }

std::string secure_url(const TlsRawServer& server, const std::string& host = "127.0.0.1") {
    return "https://" + host + ":" + std::to_string(server.port()) + "/a";
}

BOOST_AUTO_TEST_CASE(trusts_a_private_authority_for_names_and_addresses) {
    TlsRawServer server({{{answer(200, "one")}, {answer(200, "two")}}, {{answer(200, "three")}}}, served("good"));
    SocketHttpClient client(trusting("ca"));
    BOOST_TEST(client.get(secure_url(server)).body == "one");
    BOOST_TEST(client.get(secure_url(server)).body == "two");
    BOOST_TEST(client.get(secure_url(server, "localhost")).body == "three");
    BOOST_TEST(server.connections() == 2u);
}

BOOST_AUTO_TEST_CASE(trusts_a_self_signed_certificate_that_is_named) {
    TlsRawServer server({{{answer(200, "one")}}}, served("self_signed"));
    BOOST_TEST(SocketHttpClient(trusting("self_signed")).get(secure_url(server)).body == "one");
}

const BadCertificate bad_certificates[] = {
    {"expired", "it has expired; have it renewed, or check this machine's clock"},
    {"other_host", "it is for another host; check the URL, or what answers there"},
    {"self_signed", "it is self-signed; if it is the right one, name it as ca_file under 'http:'"},
};

BOOST_DATA_TEST_CASE(refuses_a_bad_certificate, boost::unit_test::data::make(bad_certificates), row) {
    TlsRawServer server({{{answer(200, "")}}}, served(row.name));
    BOOST_TEST(thrown<ExchangeFailed>([&] { SocketHttpClient(trusting("ca")).get(secure_url(server)); }) ==
               "GET " + secure_url(server) + ": the certificate of " + server.peer() + " was refused: " + row.problem);
    BOOST_TEST(server.requests().empty());
}

BOOST_AUTO_TEST_CASE(refuses_an_authority_that_the_system_does_not_know) {
    TlsRawServer server({{{answer(200, "")}}}, served("good"));
    BOOST_TEST(thrown<ExchangeFailed>([&] { SocketHttpClient({}).get(secure_url(server)); }) ==
               "GET " + secure_url(server) + ": the certificate of " + server.peer() +
                   " was refused: its certificate authority is not known here; if it is the right one, name it as "
                   "ca_file under 'http:'");
}

BOOST_AUTO_TEST_CASE(checks_the_name_on_loopback_too) {
    TlsRawServer server({{{answer(200, "")}}}, served("other_host"));
    BOOST_TEST(thrown<ExchangeFailed>([&] { SocketHttpClient(trusting("ca")).get(secure_url(server, "localhost")); }) ==
               "GET " + secure_url(server, "localhost") +
                   ": the certificate of localhost:" + std::to_string(server.port()) +
                   " was refused: it is for another host; check the URL, or what answers there");
}

BOOST_AUTO_TEST_CASE(takes_up_the_session_of_an_earlier_connection) {
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        auto setup = served("good");
        setup.newest_version = version;
        const ConnectionScript once = {{answer(200, "x", "Connection: close\r\n")}};
        TlsRawServer server({once, once, once}, setup);
        SocketHttpClient client(trusting("ca"));
        for (int i = 0; i < 3; ++i) client.get(secure_url(server));
        BOOST_TEST(server.connections() == 3u);
        BOOST_TEST(*setup.resumptions == 2, "TLS version " << version);
    }
}

BOOST_AUTO_TEST_CASE(takes_up_no_session_of_another_name) {
    const auto setup = served("good");
    const ConnectionScript once = {{answer(200, "x", "Connection: close\r\n")}};
    TlsRawServer server({once, once}, setup);
    SocketHttpClient client(trusting("ca"));
    client.get(secure_url(server));
    client.get(secure_url(server, "localhost"));
    BOOST_TEST(*setup.resumptions == 0);
}

BOOST_AUTO_TEST_CASE(refuses_old_versions_of_tls) {
    auto old = served("good");
    old.newest_version = TLS1_1_VERSION;
    TlsRawServer server({{{answer(200, "")}}}, old);
    const std::string message =
        thrown<ExchangeFailed>([&] { SocketHttpClient(trusting("ca")).get(secure_url(server)); });
    BOOST_TEST(message.find(": no TLS with " + server.peer()) != std::string::npos, message);
    BOOST_TEST(message.find("; check that it speaks TLS 1.2 or newer") != std::string::npos, message);
}

BOOST_AUTO_TEST_CASE(says_that_the_peer_does_not_speak_tls) {
    RawServer silent({{{hang()}}});
    SocketHttpClient client({.tls_timeout = 200ms});
    BOOST_TEST(thrown<ExchangeFailed>([&] { client.get("https://" + silent.peer() + "/a"); }) ==
               "GET https://" + silent.peer() + "/a: no TLS handshake with " + silent.peer() +
                   " within 200ms; check that it speaks TLS");
    RawServer closing(ServerScript{{}});
    BOOST_TEST(thrown<ExchangeFailed>([&] { client.get("https://" + closing.peer() + "/a"); }) ==
               "GET https://" + closing.peer() + "/a: " + closing.peer() +
                   " broke the connection during the TLS handshake; check that it speaks TLS");
}

BOOST_AUTO_TEST_CASE(takes_no_answer_that_breaks_off) {
    TlsRawServer server({{{send("HTTP/1.1 200 OK\r\n\r\nup to here")}}}, served("good"));
    BOOST_TEST(thrown<ExchangeFailed>([&] { SocketHttpClient(trusting("ca")).get(secure_url(server)); }) ==
               "GET " + secure_url(server) + ": " + server.peer() + " broke the connection");
}

BOOST_AUTO_TEST_CASE(holds_its_deadline_against_a_drip) {
    Answer drip = {send("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")};
    for (int i = 0; i < 2000; ++i) drip.insert(drip.end(), {pause(5ms), send("x")});
    TlsRawServer server({{drip}}, served("good"));
    HttpClientSettings settings = trusting("ca");
    settings.timeout = 500ms;
    BOOST_TEST(thrown<ExchangeFailed>([&] { SocketHttpClient(settings).get(secure_url(server)); }) ==
               "GET " + secure_url(server) + ": no complete answer from " + server.peer() +
                   " within 500ms; check the service, or raise the time-out");
}

BOOST_AUTO_TEST_CASE(opens_another_connection_when_the_kept_one_is_closed) {
    TlsRawServer server({{{answer(200, "one")}}, {{answer(200, "two")}}}, served("good"));
    SocketHttpClient client(trusting("ca"));
    BOOST_TEST(client.get(secure_url(server)).body == "one");
    BOOST_TEST(client.get(secure_url(server)).body == "two");
}

BOOST_AUTO_TEST_CASE(sends_a_large_body) {
    TlsRawServer server({{{answer(200, "one")}}}, served("good"));
    SocketHttpClient client(trusting("ca"));
    BOOST_TEST(client.post(secure_url(server), std::string(4 << 20, 'x')).body == "one");
    BOOST_TEST(server.requests().at(0).size() > std::size_t{4} << 20);
}

BOOST_AUTO_TEST_CASE(survives_a_peer_that_closes_while_it_is_written_to) {
    TlsRawServer server(ServerScript{{}}, served("good"));
    // Poco blocks SIGPIPE when it is loaded, which a program may undo. The server's thread, which inherited that,
    // writes to closed connections, too.
    sigset_t sigpipe;
    sigemptyset(&sigpipe);
    sigaddset(&sigpipe, SIGPIPE);
    pthread_sigmask(SIG_UNBLOCK, &sigpipe, nullptr);
    SocketHttpClient client(trusting("ca"));
    BOOST_TEST(thrown<ExchangeFailed>([&] { client.post(secure_url(server), std::string(16 << 20, 'x')); }) ==
               "POST " + secure_url(server) + ": " + server.peer() + " broke the connection");
    pthread_sigmask(SIG_BLOCK, &sigpipe, nullptr);
}

BOOST_AUTO_TEST_CASE(names_a_ca_file_that_cannot_be_read) {
    TlsRawServer server({{{answer(200, "")}}}, served("good"));
    BOOST_TEST(
        thrown<CommandError>([&] { SocketHttpClient({.ca_file = "/nowhere/ca.pem"}).get(secure_url(server)); }) ==
        "the certificate authorities at '/nowhere/ca.pem' cannot be read; name a PEM file or a hashed directory");
}

BOOST_AUTO_TEST_CASE(takes_the_authorities_from_the_environment) {
    const auto environment = [](const std::string& name) -> std::optional<std::string> {
        if (name == "SSL_CERT_FILE") return "/e/file.pem";
        if (name == "SSL_CERT_DIR") return "/e/certs";
        return std::nullopt;
    };
    BOOST_TEST(with_environment({}, environment).ca_file == "/e/file.pem");
    BOOST_TEST(with_environment({}, environment).ca_directory == "/e/certs");
    BOOST_TEST(with_environment({.ca_file = "/own.pem"}, environment).ca_file == "/own.pem");
    BOOST_TEST(with_environment({}, [](const std::string&) { return std::nullopt; }).ca_directory == "/etc/ssl/certs");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

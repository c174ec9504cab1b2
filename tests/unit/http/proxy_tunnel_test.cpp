#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <ostream>

#include "http/http_error.hpp"
#include "http/socket_http_client.hpp"
#include "support/raw_server_tls.hpp"
#include "support/thrown.hpp"
#include "support/tls_keys.hpp"

namespace errand {

using namespace std::chrono_literals;
using namespace testing;

/// A TLS connection that begins with a request to a proxy, as the channel of a RawServer: the proxy and the server
/// behind it in one.
class TunnelChannel {
public:
    struct Setup {
        TlsChannel::Setup tls;
        std::shared_ptr<std::string> asked = std::make_shared<std::string>();
    };

    TunnelChannel(int fd, const Setup& setup) : fd_(fd), asked_(setup.asked), tls_(fd, setup.tls) {}

    bool accept() {
        for (char byte = 0; !asked_->ends_with("\r\n\r\n"); *asked_ += byte)
            if (::recv(fd_, &byte, 1, 0) != 1) return false;
        const std::string yes = "HTTP/1.1 200 Connection established\r\n\r\n";
        return ::send(fd_, yes.data(), yes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(yes.size()) && tls_.accept();
    }
    ssize_t receive(char* buffer, std::size_t size) { return tls_.receive(buffer, size); }
    bool send(const std::string& bytes) { return tls_.send(bytes); }

private:
    int fd_;
    std::shared_ptr<std::string> asked_;
    TlsChannel tls_;
};

const TlsKeys& tunnel_keys() {
    static const TlsKeys made;
    return made;
}

HttpClientSettings behind(const std::string& proxy, std::vector<std::string> no_proxy = {}) {
    return {.ca_file = tunnel_keys().certificate("ca"), .proxy = {Secret(proxy), std::move(no_proxy), "http.proxy"}};
}

BOOST_AUTO_TEST_SUITE(through_a_proxy)

BOOST_AUTO_TEST_CASE(reaches_a_server_that_only_the_proxy_knows) {
    const TunnelChannel::Setup setup{{tunnel_keys().key("other_host"), tunnel_keys().certificate("other_host")}};
    BasicRawServer<TunnelChannel> server({{{answer(200, "one")}, {answer(200, "two")}}}, setup);
    SocketHttpClient client(behind("http://user:s3cret@" + server.peer()));
    BOOST_TEST(client.get("https://other.example/a").body == "one");
    BOOST_TEST(client.get("https://other.example/b").body == "two");
    BOOST_TEST(*setup.asked ==
               "CONNECT other.example:443 HTTP/1.1\r\nHost: other.example:443\r\n"
               "Proxy-Authorization: Basic dXNlcjpzM2NyZXQ=\r\n\r\n");
    BOOST_TEST(server.connections() == 1u);
    for (const std::string& request : server.requests())
        BOOST_TEST(request.find("Proxy-Authorization") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(checks_the_certificate_of_the_server_behind_it) {
    const TunnelChannel::Setup setup{{tunnel_keys().key("good"), tunnel_keys().certificate("good")}};
    BasicRawServer<TunnelChannel> server({{{answer(200, "one")}}}, setup);
    BOOST_TEST(thrown<ExchangeFailed>(
                   [&] { SocketHttpClient(behind("http://" + server.peer())).get("https://other.example/a"); }) ==
               "GET https://other.example/a: the certificate of other.example:443 was refused: it is for another "
               "host; check the URL, or what answers there");
}

BOOST_AUTO_TEST_CASE(never_goes_to_loopback_or_an_exception) {
    RawServer proxy({{{hang()}}});
    RawServer server({{{answer(200, "direct")}}});
    BOOST_TEST(SocketHttpClient(behind("http://" + proxy.peer())).get(server.url()).body == "direct");
    BOOST_TEST(thrown<ExchangeFailed>([&] {
                   SocketHttpClient(behind("http://" + proxy.peer(), {"invalid"})).get("https://nowhere.invalid/");
               }) ==
               "GET https://nowhere.invalid/: the name 'nowhere.invalid' cannot be resolved; check it, and this "
               "machine's DNS");
    BOOST_TEST(proxy.connections() == 0u);
}

BOOST_AUTO_TEST_CASE(is_not_gone_when_only_loopback_is_allowed) {
    RawServer proxy({{{hang()}}});
    HttpClientSettings settings = behind("http://" + proxy.peer());
    settings.loopback_only = true;
    BOOST_TEST(thrown<Error>([&] { SocketHttpClient(settings).get("https://a.example/"); }) ==
               "https://a.example:443/: refused: a sandbox run reaches nothing beyond loopback");
    BOOST_TEST(proxy.connections() == 0u);
}

struct ProxyRefusal {
    const char* title;
    const char* user;
    Answer plays;
    /// `@` stands for the proxy's host:port.
    const char* message;
    Failure failure;

    friend std::ostream& operator<<(std::ostream& out, const ProxyRefusal& row) { return out << row.title; }
};

const ProxyRefusal proxy_refusals[] = {
    {"wants credentials",
     "",
     {answer(407, "who?")},
     "the proxy @ wants a user name and password (407); write them into the proxy's URL",
     Failure::proxy_refusal},
    {"refuses credentials",
     "user:s3cret@",
     {answer(407, "who?")},
     "the proxy @ refused the user name and password (407); check those in the proxy's URL",
     Failure::proxy_refusal},
    {"forbids",
     "user:s3cret@",
     {answer(403, "<html>no")},
     "the proxy @ does not let through to a.example:443 (403); ask whoever runs it, or list the host in no_proxy",
     Failure::proxy_refusal},
    {"reaches nothing",
     "",
     {answer(502, "")},
     "the proxy @ cannot connect to a.example:443 (502); check the URL, and the network behind the proxy",
     Failure::unconnected},
    {"closes", "", {}, "the answer of the proxy @ never came; check that it is an http:// proxy", Failure::unconnected},
    {"resets", "", {reset()}, "the proxy @ broke the connection", Failure::unconnected},
    {"is none",
     "",
     {send("SSH-2.0-x\r\n"), hang()},
     "the answer of the proxy @ is not HTTP; check that it is an http:// proxy",
     Failure::proxy_refusal},
    {"talks before the server may",
     "",
     {send("HTTP/1.1 200 OK\r\n\r\nhello"), hang()},
     "the proxy @ sent more than an answer; check what answers there",
     Failure::proxy_refusal},
    {"hangs",
     "",
     {hang()},
     "the proxy @ did not connect to a.example:443 within 300ms; check the URL, and the network behind the proxy",
     Failure::unconnected},
};

std::string with_proxy(std::string text, const std::string& peer) { return text.replace(text.find('@'), 1, peer); }

BOOST_DATA_TEST_CASE(says_what_the_proxy_did, boost::unit_test::data::make(proxy_refusals), row) {
    RawServer proxy({{row.plays}});
    HttpClientSettings settings = behind("http://" + std::string(row.user) + proxy.peer());
    settings.connect_timeout = 300ms;
    try {
        SocketHttpClient(settings).post("https://a.example/x?y", "body");
        BOOST_ERROR("nothing was thrown");
    } catch (const ExchangeFailed& error) {
        BOOST_TEST(error.what() == "POST https://a.example/x: " + with_proxy(row.message, proxy.peer()));
        BOOST_TEST((error.failure() == row.failure));
        BOOST_TEST(!error.was_sent());
    }
}

BOOST_AUTO_TEST_CASE(says_that_the_proxy_cannot_be_reached) {
    std::string peer;
    {
        RawServer gone(ServerScript{});
        peer = gone.peer();
    }
    BOOST_TEST(thrown<ExchangeFailed>([&] { SocketHttpClient(behind("http://" + peer)).get("https://a.example/"); }) ==
               "GET https://a.example/: the proxy cannot be reached: the connection to " + peer +
                   " was refused; check that the service runs, and the port");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

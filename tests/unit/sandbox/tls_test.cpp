#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/Net/SSLException.h>
#include <Poco/StreamCopier.h>
#include <Poco/TemporaryFile.h>
#include <Poco/URI.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>

#include "sandbox/sandbox.hpp"

BOOST_AUTO_TEST_SUITE(sandbox_tls)

/// A self-signed certificate for 127.0.0.1 in a directory of its own.
struct Fixture {
    Fixture() {
        std::filesystem::create_directories(directory.path());
        const std::string command =
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
            "-subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -keyout '" +
            certificate.key.string() + "' -out '" + certificate.certificate.string() + "' 2>/dev/null";
        BOOST_TEST_REQUIRE(std::system(command.c_str()) == 0);
    }

    const Poco::TemporaryFile directory;
    const errand::ServerCertificate certificate{std::filesystem::path(directory.path()) / "certificate.pem",
                                                std::filesystem::path(directory.path()) / "key.pem"};
    const errand::SystemClock clock;
};

/// Fetches the description that the sandbox gives of itself, trusting the authorities in `authorities` only.
std::string fetch(const errand::Sandbox& sandbox, const std::string& authorities) {
    const Poco::Net::Context::Ptr context(
        new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, authorities, Poco::Net::Context::VERIFY_STRICT));
    Poco::Net::HTTPSClientSession session("127.0.0.1", Poco::URI(sandbox.url()).getPort(), context);
    session.setTimeout(Poco::Timespan(10, 0));
    Poco::Net::HTTPRequest request("GET", "/.well-known/openid-configuration", Poco::Net::HTTPMessage::HTTP_1_1);
    session.sendRequest(request);
    Poco::Net::HTTPResponse response;
    std::string body;
    Poco::StreamCopier::copyToString(session.receiveResponse(response), body);
    return body;
}

BOOST_FIXTURE_TEST_CASE(serves_https, Fixture) {
    const errand::Sandbox sandbox({.tls = certificate}, clock);
    BOOST_TEST(sandbox.url().find("https://127.0.0.1:") == 0U);
    const std::string body = fetch(sandbox, certificate.certificate.string());
    BOOST_TEST(body.find("\"issuer\":\"" + sandbox.url() + "\"") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(survives_a_client_that_does_not_trust_it, Fixture) {
    const errand::Sandbox sandbox({.tls = certificate}, clock);
    BOOST_CHECK_THROW(fetch(sandbox, "/etc/ssl/certs"), Poco::Net::SSLException);
    BOOST_TEST(!fetch(sandbox, certificate.certificate.string()).empty());
}

BOOST_AUTO_TEST_SUITE_END()

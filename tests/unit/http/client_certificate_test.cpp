#include <sys/stat.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <ostream>

#include "base/error.hpp"
#include "http/http_error.hpp"
#include "http/socket_http_client.hpp"
#include "support/raw_server_tls.hpp"
#include "support/temporary_directory.hpp"
#include "support/thrown.hpp"
#include "support/tls_keys.hpp"

namespace errand {

using namespace testing;

/// A server that wants a certificate of the test's authority.
struct MutualTls {
    TlsKeys keys;
    TemporaryDirectory directory;

    TlsChannel::Setup setup(int newest_version = 0) const {
        return {keys.key("good"), keys.certificate("good"), newest_version, keys.certificate("ca")};
    }
    HttpClientSettings client(const std::string& name) const {
        HttpClientSettings settings{.ca_file = keys.certificate("ca")};
        if (!name.empty()) settings.certificate_file = keys.certificate(name), settings.key_file = keys.key(name);
        return settings;
    }
    static std::string url(const TlsRawServer& server) { return "https://" + server.peer() + "/"; }
};

BOOST_FIXTURE_TEST_SUITE(client_certificate, MutualTls)

BOOST_AUTO_TEST_CASE(is_shown_to_a_server_that_asks) {
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        TlsRawServer server({{{answer(200, "welcome")}}}, setup(version));
        BOOST_TEST(SocketHttpClient(client("client")).get(url(server)).body == "welcome");
    }
}

BOOST_AUTO_TEST_CASE(is_missed_by_a_server_that_asks) {
    TlsRawServer server({{{answer(200, "welcome")}}}, setup(TLS1_3_VERSION));
    try {
        SocketHttpClient(client("")).get(url(server));
        BOOST_ERROR("nothing was thrown");
    } catch (const ExchangeFailed& error) {
        BOOST_TEST(error.what() == "GET " + url(server) + ": " + server.peer() +
                                       " does not accept this client's certificate (tlsv13 alert certificate "
                                       "required); check which one it wants, and the one that the configuration names");
        BOOST_TEST((error.failure() == Failure::certificate));
    }
}

BOOST_AUTO_TEST_CASE(of_another_authority_is_refused) {
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        TlsRawServer server({{{answer(200, "welcome")}}}, setup(version));
        BOOST_TEST(thrown<ExchangeFailed>([&] { SocketHttpClient(client("self_signed")).get(url(server)); }) ==
                   "GET " + url(server) + ": " + server.peer() +
                       " does not accept this client's certificate (tlsv1 alert unknown ca); check which one it wants, "
                       "and the one that the configuration names");
    }
}

/// The message of a client whose files are these; `@` stands for the directory of the test.
std::string refusal(const MutualTls& test, const std::string& certificate, const std::string& key) {
    HttpClientSettings settings{
        .ca_file = test.keys.certificate("ca"), .certificate_file = certificate, .key_file = key};
    TlsRawServer server(ServerScript{{}}, test.setup());
    return thrown<CommandError>([&] { SocketHttpClient(settings).get(MutualTls::url(server)); });
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong_with_its_files) {
    const std::string good = keys.certificate("client");
    const std::string garbage = (directory.path() / "garbage").string();
    std::ofstream(garbage) << "garbage\n";
    ::chmod(garbage.c_str(), 0600);
    BOOST_TEST(refusal(*this, "/nowhere/c.pem", keys.key("client")) ==
               "the certificate file '/nowhere/c.pem' cannot be read; name a PEM file with the client's certificate");
    BOOST_TEST(refusal(*this, good, "/nowhere/c.key") ==
               "the key file '/nowhere/c.key' does not exist; put the certificate's key there, with mode 0600");
    BOOST_TEST(refusal(*this, good, garbage) ==
               "the key file '" + garbage + "' holds no private key in PEM form; put the certificate's key there");
    BOOST_TEST(refusal(*this, good, keys.key("good")) == "the key file '" + keys.key("good") +
                                                             "' does not fit the certificate in '" + good +
                                                             "'; name the two that belong together");
    BOOST_TEST(refusal(*this, good, keys.key("client_encrypted")) ==
               "the key file '" + keys.key("client_encrypted") +
                   "' is encrypted, and errand has no password for it; take the password off: openssl pkey -in '" +
                   keys.key("client_encrypted") + "' -out NEW_FILE");
}

BOOST_AUTO_TEST_CASE(needs_a_key_that_nobody_else_can_read) {
    const std::string key = keys.key("client");
    ::chmod(key.c_str(), 0640);
    BOOST_TEST(refusal(*this, keys.certificate("client"), key) ==
               "the key file '" + key + "' can be read or written by others; close it: chmod 600 '" + key + "'");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

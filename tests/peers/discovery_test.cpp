#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>

#include "support/peer_workspace.hpp"

using namespace errand::testing;

namespace {

/// oidc-provider serves the document of RFC 8414, Glewlwyd only that of OpenID Connect.
struct PeerIssuer {
    const char* program;
    /// What stands after the port.
    std::string path;
    /// Why errand does not believe its document when it is looked up by another name.
    std::string document;

    friend std::ostream& operator<<(std::ostream& out, const PeerIssuer& row) { return out << row.program; }
};

const PeerIssuer peer_issuers[] = {
    {"oidc-provider", "", "https://127.0.0.1:PORT/.well-known/oauth-authorization-server"},
    {"glewlwyd", "/api/oidc", "https://127.0.0.1:PORT/api/oidc/.well-known/openid-configuration"},
};

/// The keys of a provider that is found by its issuer.
PeerWorkspace::ProviderKeys found_by(const std::string& issuer) { return {{"issuer", issuer}, {"token_url", nullptr}}; }

/// 127.0.0.1 in place of localhost, for which the certificate is good too.
std::string by_number(std::string url) { return url.replace(url.find("localhost"), 9, "127.0.0.1"); }

}  // namespace

BOOST_AUTO_TEST_SUITE(discovery_at_peers)

BOOST_DATA_TEST_CASE(finds_the_token_endpoint, boost::unit_test::data::make(peer_issuers), row) {
    PeerWorkspace workspace(row.program);
    workspace.use("basic", found_by(workspace.server.url("issuer")));
    const CommandResult result = workspace.read();
    BOOST_TEST(workspace.said(result) == "TIME info: task 'read' succeeded after DURATION\n");
    BOOST_TEST(result.out == "200\n");
}

BOOST_DATA_TEST_CASE(finds_it_for_a_client_with_a_certificate, boost::unit_test::data::make(peer_issuers), row) {
    PeerWorkspace workspace(row.program);
    workspace.use("tls", found_by(workspace.server.url("issuer")));
    const CommandResult result = workspace.read();
    BOOST_TEST(workspace.said(result) == "TIME info: task 'read' succeeded after DURATION\n");
    BOOST_TEST(result.out == "200\n");
}

BOOST_DATA_TEST_CASE(refuses_the_document_of_another_issuer, boost::unit_test::data::make(peer_issuers), row) {
    PeerWorkspace workspace(row.program);
    workspace.use("basic", found_by(by_number(workspace.server.url("issuer"))));
    const CommandResult result = workspace.read();
    BOOST_TEST(workspace.said(result) ==
               "TIME error: task 'read' service unreachable after DURATION: the metadata of the issuer "
               "https://127.0.0.1:PORT" +
                   row.path + " at " + row.document + " is that of the issuer 'https://localhost:PORT" + row.path +
                   "'; check the issuer\n");
    BOOST_TEST(result.exit_code == 69);
    BOOST_TEST(workspace.server.take_seen().empty());
}

BOOST_DATA_TEST_CASE(says_where_it_looked_in_vain, boost::unit_test::data::make(peer_issuers), row) {
    PeerWorkspace workspace(row.program);
    workspace.use("basic", found_by(workspace.server.url("issuer") + "/none"));
    const CommandResult result = workspace.read();
    BOOST_TEST(workspace.said(result) ==
               "TIME error: task 'read' service unreachable after DURATION: the issuer https://localhost:PORT" +
                   row.path + "/none has no metadata (https://localhost:PORT/.well-known/oauth-authorization-server" +
                   row.path + "/none answered 404, https://localhost:PORT" + row.path +
                   "/none/.well-known/openid-configuration answered 404); check the issuer, or give its token_url "
                   "instead\n");
    BOOST_TEST(result.exit_code == 69);
}

BOOST_AUTO_TEST_SUITE_END()

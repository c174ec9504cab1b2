#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>

#include "support/peer_workspace.hpp"

using namespace errand::testing;
using errand::Value;

namespace {

struct PeerClient {
    const char* program;
    const char* name;
    PeerWorkspace::ProviderKeys changes = {};

    friend std::ostream& operator<<(std::ostream& out, const PeerClient& row) {
        return out << row.program << ", " << row.name << ' ' << to_json(row.changes);
    }
};

const PeerClient good_clients[] = {
    {"oidc-provider", "basic"}, {"oidc-provider", "post"},  {"oidc-provider", "rs256"},
    {"oidc-provider", "ps256"}, {"oidc-provider", "es256"}, {"oidc-provider", "es256", {{"key_id", nullptr}}},
    {"oidc-provider", "tls"},   {"glewlwyd", "basic"},      {"glewlwyd", "post"},
    {"glewlwyd", "rs256"},      {"glewlwyd", "ps256"},      {"glewlwyd", "es256"},
    {"glewlwyd", "tls"},
};

/// One that is refused, and in what words. Its secret comes from the environment.
struct RefusedPeerClient {
    PeerClient client;
    std::string message;

    friend std::ostream& operator<<(std::ostream& out, const RefusedPeerClient& row) { return out << row.client; }
};

std::string of_key(const char* name) { return peer_keys().file(name); }
const std::string kByOidcProvider = "https://localhost:PORT/token refused client ";
const std::string kByGlewlwyd = "https://localhost:PORT/api/oidc/token refused client ";
const std::string kOidcProviderSays = ": invalid_client (401): client authentication failed";
const std::string kGlewlwydSays = ": 403 without a reason; check the client id and its secret";
const PeerWorkspace::ProviderKeys kRogue = {{"certificate", of_key("rogue.pem")},
                                            {"certificate_key", of_key("rogue.key")}};
const PeerWorkspace::ProviderKeys kKeyOfAnother = {{"private_key", Value::Map{{"file", of_key("signer.key")}}}};
/// In place of what the client is registered with.
const PeerWorkspace::ProviderKeys kSecret = {{"client_authentication", "client_secret_post"},
                                             {"client_secret", Value::Map{{"env", "HOME"}}},
                                             {"certificate", nullptr},
                                             {"certificate_key", nullptr}};

const RefusedPeerClient refused_clients[] = {
    {{"oidc-provider", "basic", {{"client_id", "nobody"}}}, kByOidcProvider + "nobody" + kOidcProviderSays},
    {{"oidc-provider", "basic", {{"client_secret", Value::Map{{"env", "HOME"}}}}},
     kByOidcProvider + "errand/basic" + kOidcProviderSays},
    {{"oidc-provider", "basic", {{"credentials_encoding", "raw"}}},
     kByOidcProvider + "errand/basic" +
         ": invalid_request (400): client_id and client_secret in the "
         "authorization header are not properly encoded"},
    {{"oidc-provider", "rs256", kKeyOfAnother}, kByOidcProvider + "errand/rs256" + kOidcProviderSays},
    {{"oidc-provider", "rs256", {{"algorithm", "PS256"}}}, kByOidcProvider + "errand/rs256" + kOidcProviderSays},
    {{"oidc-provider", "rs256", {{"assertion_audience", "https://reports.example"}}},
     kByOidcProvider + "errand/rs256" + kOidcProviderSays},
    {{"oidc-provider", "tls", kRogue}, kByOidcProvider + "errand/tls" + kOidcProviderSays},
    {{"oidc-provider", "tls", kSecret}, kByOidcProvider + "errand/tls" + kOidcProviderSays},
    {{"glewlwyd", "basic", {{"client_id", "nobody"}}}, kByGlewlwyd + "nobody" + kGlewlwydSays},
    {{"glewlwyd", "basic", {{"client_secret", Value::Map{{"env", "HOME"}}}}},
     kByGlewlwyd + "errand/basic" + kGlewlwydSays},
    {{"glewlwyd", "basic", {{"credentials_encoding", "form"}}}, kByGlewlwyd + "errand/basic" + kGlewlwydSays},
    {{"glewlwyd", "rs256", kKeyOfAnother}, kByGlewlwyd + "errand/rs256" + kGlewlwydSays},
    {{"glewlwyd", "rs256", {{"algorithm", "PS256"}}}, kByGlewlwyd + "errand/rs256" + kGlewlwydSays},
    {{"glewlwyd", "rs256", {{"key_id", nullptr}}}, kByGlewlwyd + "errand/rs256" + kGlewlwydSays},
    {{"glewlwyd", "rs256", {{"assertion_audience", "https://reports.example"}}},
     kByGlewlwyd + "errand/rs256" + kGlewlwydSays},
    {{"glewlwyd", "tls", kRogue}, kByGlewlwyd + "errand/tls" + kGlewlwydSays},
    {{"glewlwyd", "tls", kSecret}, kByGlewlwyd + "errand/tls" + kGlewlwydSays},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(client_authentication)

BOOST_DATA_TEST_CASE(gets_a_token_of_the_client_and_its_scopes, boost::unit_test::data::make(good_clients), row) {
    PeerWorkspace workspace(row.program);
    workspace.use(row.name, row.changes);
    const CommandResult result = workspace.read();
    BOOST_TEST(workspace.said(result) == "TIME info: task 'read' succeeded after DURATION\n");
    BOOST_TEST(result.out == "200\n");
    const Value::List seen = workspace.server.take_seen();
    BOOST_TEST_REQUIRE(seen.size() == 1U);
    BOOST_TEST(seen[0].find("active")->boolean());
    // Glewlwyd names a client only if it used Basic.
    if (const Value* client = seen[0].find("client_id"))
        BOOST_TEST(client->text() == std::string("errand/") + row.name);
    BOOST_TEST(seen[0].find("scope")->text() == "reports.read reports.write");
}

BOOST_DATA_TEST_CASE(is_refused_with_the_words_of_the_server, boost::unit_test::data::make(refused_clients), row) {
    PeerWorkspace workspace(row.client.program);
    workspace.use(row.client.name, row.client.changes);
    const CommandResult result = workspace.read();
    BOOST_TEST(workspace.said(result) ==
               "TIME error: task 'read' credentials refused after DURATION: the token endpoint " + row.message + '\n');
    BOOST_TEST(result.out == "");
    BOOST_TEST(result.exit_code == 77);
    BOOST_TEST(workspace.server.take_seen().empty());
}

BOOST_AUTO_TEST_SUITE_END()

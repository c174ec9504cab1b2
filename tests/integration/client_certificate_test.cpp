#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <string>

#include "support/globus_workspace.hpp"
#include "support/raw_server_tls.hpp"
#include "support/tls_keys.hpp"

using namespace errand::testing;

namespace {

/// A token endpoint that knows its clients by their certificates. Those of the workspace stand beside its
/// configuration.
struct MutualTlsWorkspace : GlobusWorkspace {
    TlsKeys keys;
    TlsRawServer auth{times(9, json(200, token_body("t0ken"))),
                      {keys.key("good"), keys.certificate("good"), 0, keys.certificate("ca")}};
    RawServer transfer{times(9, json(200, "{}"))};

    MutualTlsWorkspace() {
        set("GLOBUS_SDK_SERVICE_URL_TRANSFER=" + transfer.url(""));
        write("job.yaml", "name: job\ntasks:\n  - name: poll\n    uses: probe.poll\n    with: {times: 1, url: '" +
                              transfer.url("/asked") + "'}\n");
    }
    CommandResult run_with(const std::string& certificate) {
        configure("http: {retries: 2, ca_file: '" + keys.certificate("ca") +
                  "'}\n"
                  "providers:\n"
                  "  ours:\n"
                  "    type: oauth2\n"
                  "    token_url: https://" +
                  auth.peer() +
                  "/token\n"
                  "    client_id: reports\n"
                  "    client_authentication: tls_client_auth\n"
                  "    certificate: client.pem\n"
                  "    certificate_key: client.key\n"
                  "    scopes: [" +
                  kTransferScope + "]\n");
        std::filesystem::copy_file(keys.certificate(certificate), path() / "config/client.pem");
        std::filesystem::copy_file(keys.key(certificate), path() / "config/client.key");
        return run({"run", "./job.yaml"});
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(client_certificate, MutualTlsWorkspace)

BOOST_AUTO_TEST_CASE(gets_a_token_without_any_secret) {
    const CommandResult result = run_with("client");
    BOOST_TEST(said(result) == "TIME info: task 'poll' succeeded after DURATION\n");
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST_REQUIRE(auth.requests().size() == 1U);
    const std::string request = auth.requests().front();
    BOOST_TEST(request.find("\r\nAuthorization:") == std::string::npos);
    BOOST_TEST(request.ends_with("client_id=reports"));
    BOOST_TEST(transfer.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(of_another_authority_gets_none_and_is_shown_once) {
    const CommandResult result = run_with("self_signed");
    BOOST_TEST(said(result) ==
               "TIME error: task 'poll' service unreachable after DURATION: POST https://127.0.0.1:PORT/token: "
               "127.0.0.1:PORT does not accept this client's certificate (tlsv1 alert unknown ca); check which one it "
               "wants, and the one that the configuration names\n");
    BOOST_TEST(result.exit_code == 69);
    BOOST_TEST(auth.connections() == 1U);
    BOOST_TEST(transfer.connections() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

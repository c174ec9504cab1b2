#include <boost/test/unit_test.hpp>

#include <string>

#include "support/peer_workspace.hpp"

using namespace errand::testing;
using errand::Value;

namespace {

struct Glewlwyd : PeerWorkspace {
    PeerServer& server = shared_peer("glewlwyd");

    Glewlwyd() { use(server.url("token_url"), server.client("plain")); }
    CommandResult read() { return PeerWorkspace::read(server.url("resource_url")); }
};

const std::string kGlewlwydRefuses =
    "TIME error: task 'read' credentials refused after DURATION: the token endpoint "
    "https://localhost:PORT/api/oidc/token "
    "refused client ";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(glewlwyd, Glewlwyd)

BOOST_AUTO_TEST_CASE(issues_a_token_that_it_knows_again) {
    const CommandResult result = read();
    BOOST_TEST(said(result) == "TIME info: task 'read' succeeded after DURATION\n");
    BOOST_TEST(result.out == "200\n");
    const Value::List seen = server.take_seen();
    BOOST_TEST_REQUIRE(seen.size() == 1U);
    BOOST_TEST(seen[0].find("active")->boolean());
    BOOST_TEST(seen[0].find("client_id")->text() == "plain");
    BOOST_TEST(seen[0].find("scope")->text() == "reports.read reports.write");
}

BOOST_AUTO_TEST_CASE(refuses_a_client_with_another_secret_and_says_no_more) {
    use(server.url("token_url"), {"plain", "wrong"});
    const CommandResult result = read();
    BOOST_TEST(said(result) == kGlewlwydRefuses + "plain: 403 without a reason; check the client id and its secret\n");
    BOOST_TEST(result.exit_code == 77);
    BOOST_TEST(server.take_seen().empty());
}

BOOST_AUTO_TEST_CASE(refuses_credentials_that_are_form_encoded) {
    use(server.url("token_url"), server.client("basic"));
    const CommandResult result = read();
    BOOST_TEST(said(result) ==
               kGlewlwydRefuses + "errand/basic: 403 without a reason; check the client id and its secret\n");
    BOOST_TEST(result.exit_code == 77);
}

BOOST_AUTO_TEST_CASE(leaves_out_a_scope_that_it_does_not_know) {
    write("purge.yaml", "name: purge\ntasks:\n  - {name: purge, uses: reports.purge}\n");
    const CommandResult result = run({"run", "./purge.yaml"});
    BOOST_TEST(said(result) ==
               "TIME error: task 'purge' credentials refused after DURATION: the token endpoint "
               "https://localhost:PORT/api/oidc/token granted client plain less than was asked for; missing: "
               "reports.delete\n");
    BOOST_TEST(result.exit_code == 77);
}

BOOST_AUTO_TEST_CASE(knows_its_clients_again_after_it_was_away) {
    server.stop();
    BOOST_TEST(PeerWorkspace::read("http://127.0.0.1:1").exit_code == 69);
    server.start();
    const CommandResult result = read();
    BOOST_TEST(said(result) == "TIME info: task 'read' succeeded after DURATION\n");
}

BOOST_AUTO_TEST_SUITE_END()

#include <boost/test/unit_test.hpp>

#include <string>

#include "support/peer_workspace.hpp"

using namespace errand::testing;
using errand::Value;

namespace {

struct Glewlwyd : PeerWorkspace {
    Glewlwyd() : PeerWorkspace("glewlwyd") { use("basic"); }
};

const std::string kGlewlwydRefuses =
    "credentials refused after DURATION: the token endpoint https://localhost:PORT/api/oidc/token ";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(glewlwyd, Glewlwyd)

BOOST_AUTO_TEST_CASE(leaves_out_a_scope_that_it_does_not_know) {
    write("purge.yaml", "name: purge\ntasks:\n  - {name: purge, uses: reports.purge}\n");
    const CommandResult result = run({"run", "./purge.yaml"});
    BOOST_TEST(said(result) == "TIME error: task 'purge' " + kGlewlwydRefuses +
                                   "granted client errand/basic less than was asked for, without reports.delete; let "
                                   "the client have them there\n");
    BOOST_TEST(result.exit_code == 77);
}

BOOST_AUTO_TEST_CASE(refuses_scopes_of_which_it_knows_none) {
    const CommandResult result = run({"token", "fetch", "--scopes", "reports.delete"});
    BOOST_TEST(said(result) ==
               "errand: the token endpoint https://localhost:PORT/api/oidc/token refused client errand/basic: "
               "scope_invalid (400)\n");
    BOOST_TEST(result.exit_code == 77);
}

BOOST_AUTO_TEST_CASE(takes_no_notice_of_a_resource) {
    use("basic", {{"resource", Value::List{"https://reports.example"}}});
    const CommandResult result = read();
    BOOST_TEST(said(result) == "TIME info: task 'read' succeeded after DURATION\n");
    BOOST_TEST(server.take_seen().at(0).find("aud")->text() == "reports.read reports.write");
}

BOOST_AUTO_TEST_CASE(is_not_talked_to_if_its_certificate_is_of_an_unknown_authority) {
    use("basic", {}, "rogue_ca.pem");
    const CommandResult result = read();
    BOOST_TEST(
        said(result) ==
        "TIME error: task 'read' service unreachable after DURATION: POST https://localhost:PORT/api/oidc/token: "
        "the certificate of localhost:PORT was refused: its certificate authority is not known here; if it is "
        "the right one, name it as ca_file under 'http:'\n");
    BOOST_TEST(result.exit_code == 69);
}

BOOST_AUTO_TEST_CASE(issues_a_fresh_token_before_one_expires_under_a_task) {
    use("short", {{"token_url", server.url("short_token_url")}});
    const CommandResult result = read(server.url("resource_url"), ", times: 10, pause: 1s");
    BOOST_TEST(said(result) == "TIME info: task 'read' succeeded after DURATION\n");
    BOOST_TEST(result.out == "200\n200\n200\n200\n200\n200\n200\n200\n200\n200\n");
    BOOST_TEST(expiries(server.take_seen()).size() >= 4U);
}

BOOST_AUTO_TEST_CASE(knows_its_clients_again_after_it_was_away) {
    server.stop();
    BOOST_TEST(read("http://127.0.0.1:1").exit_code == 69);
    server.start();
    const CommandResult result = read();
    BOOST_TEST(said(result) == "TIME info: task 'read' succeeded after DURATION\n");
}

BOOST_AUTO_TEST_SUITE_END()

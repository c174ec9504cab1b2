#include <sys/eventfd.h>
#include <boost/test/unit_test.hpp>

#include <set>
#include <stdexcept>
#include <string>

#include "support/peer_workspace.hpp"
#include "support/raw_server.hpp"

using namespace errand::testing;
using errand::UniqueFd;
using errand::Value;

namespace {

struct OidcProvider : PeerWorkspace {
    PeerServer& server = shared_peer("oidc-provider");

    OidcProvider() { use(server.url("token_url"), server.client("basic")); }
    CommandResult read() { return PeerWorkspace::read(server.url("resource_url")); }
};

const std::string kTokenUrl = "https://localhost:PORT/token";

/// The value of the bearer token in a request.
std::string bearer(const std::string& request) {
    const std::string start = "\r\nAuthorization: Bearer ";
    const std::size_t at = request.find(start) + start.size();
    return request.substr(at, request.find("\r\n", at) - at);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(oidc_provider, OidcProvider)

BOOST_AUTO_TEST_CASE(issues_a_token_that_it_knows_again) {
    const CommandResult result = read();
    BOOST_TEST(said(result) == "TIME info: task 'read' succeeded after DURATION\n");
    BOOST_TEST(result.out == "200\n");
    const Value::List seen = server.take_seen();
    BOOST_TEST_REQUIRE(seen.size() == 1U);
    BOOST_TEST(seen[0].find("active")->boolean());
    BOOST_TEST(seen[0].find("client_id")->text() == "errand/basic");
    BOOST_TEST(seen[0].find("scope")->text() == "reports.read reports.write");
}

BOOST_AUTO_TEST_CASE(refuses_a_client_with_another_secret) {
    use(server.url("token_url"), {"errand/basic", "wrong"});
    const CommandResult result = read();
    BOOST_TEST(said(result) == "TIME error: task 'read' credentials refused after DURATION: the token endpoint " +
                                   kTokenUrl +
                                   " refused client errand/basic: invalid_client (401): client authentication "
                                   "failed\n");
    BOOST_TEST(result.exit_code == 77);
    BOOST_TEST(server.take_seen().empty());
}

BOOST_AUTO_TEST_CASE(leaves_out_a_scope_that_it_does_not_know) {
    write("purge.yaml", "name: purge\ntasks:\n  - {name: purge, uses: reports.purge}\n");
    const CommandResult result = run({"run", "./purge.yaml"});
    BOOST_TEST(said(result) == "TIME error: task 'purge' credentials refused after DURATION: the token endpoint " +
                                   kTokenUrl +
                                   " granted client errand/basic less than was asked for; missing: reports.delete\n");
    BOOST_TEST(result.exit_code == 77);
}

BOOST_AUTO_TEST_CASE(is_not_talked_to_if_its_certificate_is_of_an_unknown_authority) {
    use(server.url("token_url"), server.client("basic"), "rogue_ca.pem");
    const CommandResult result = read();
    BOOST_TEST(said(result) == "TIME error: task 'read' service unreachable after DURATION: POST " + kTokenUrl +
                                   ": the certificate of localhost:PORT was refused: its certificate authority is not "
                                   "known here; if it is the right one, name it as CA file\n");
    BOOST_TEST(result.exit_code == 69);
}

BOOST_AUTO_TEST_CASE(is_found_again_after_it_was_away) {
    server.stop();
    const CommandResult away = PeerWorkspace::read("http://127.0.0.1:1");
    BOOST_TEST(said(away) == "TIME error: task 'read' service unreachable after DURATION: POST " + kTokenUrl +
                                 ": the connection to localhost:PORT was refused; check that the service runs, and "
                                 "the port (after 3 tries)\n");
    BOOST_TEST(away.exit_code == 69);
    server.start();
    BOOST_TEST(read().exit_code == 0);
}

BOOST_AUTO_TEST_CASE(may_be_started_anew_under_a_task_whose_token_it_forgets) {
    const UniqueFd gate(::eventfd(0, EFD_CLOEXEC));
    const RawServer service({{{hold(gate.get()), answer(401, "")}}, {{answer(200, "")}}});
    write_read_job(service.url());
    Command running(errand({"run", "./read.yaml"}));
    BOOST_TEST_REQUIRE(service.wait_for_requests(1));
    server.stop();
    server.start();
    ::eventfd_write(gate.get(), 1);
    const CommandResult result = running.wait();
    BOOST_TEST(said(result) == "TIME info: task 'read' succeeded after DURATION\n");
    BOOST_TEST_REQUIRE(service.requests().size() == 2U);
    BOOST_CHECK_THROW(PeerServer::fetch(server.url("resource_url"), bearer(service.requests()[0])), std::runtime_error);
    BOOST_CHECK_NO_THROW(PeerServer::fetch(server.url("resource_url"), bearer(service.requests()[1])));
}

BOOST_AUTO_TEST_CASE(issues_a_fresh_token_before_one_expires_under_a_task) {
    use(server.url("token_url"), server.client("short"));
    const CommandResult result = PeerWorkspace::read(server.url("resource_url"), ", times: 10, pause: 1s");
    BOOST_TEST(said(result) == "TIME info: task 'read' succeeded after DURATION\n");
    BOOST_TEST(result.out == "200\n200\n200\n200\n200\n200\n200\n200\n200\n200\n");
    std::set<std::int64_t> expiries;
    for (const Value& token : server.take_seen())
        if (const Value* expiry = token.find("exp")) expiries.insert(expiry->integer());
    BOOST_TEST(expiries.size() >= 3U);
}

BOOST_AUTO_TEST_SUITE_END()

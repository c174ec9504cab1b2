#include <sys/eventfd.h>
#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

#include "auth/base64.hpp"
#include "errand/json.hpp"
#include "support/peer_workspace.hpp"
#include "support/raw_server.hpp"

using namespace errand::testing;
using errand::from_base64url;
using errand::parse_json;
using errand::UniqueFd;
using errand::Value;

namespace {

struct OidcProvider : PeerWorkspace {
    OidcProvider() : PeerWorkspace("oidc-provider") { use("basic"); }
};

const std::string kTokenUrl = "https://localhost:PORT/token";

/// The value of the bearer token in a request.
std::string bearer(const std::string& request) {
    const std::string start = "\r\nAuthorization: Bearer ";
    const std::size_t at = request.find(start) + start.size();
    return request.substr(at, request.find("\r\n", at) - at);
}

/// What a JSON Web Token says. Source: RFC 7519 section 3.
Value claims_of(const std::string& token) {
    const std::size_t start = token.find('.') + 1;
    return parse_json(from_base64url(token.substr(start, token.find('.', start) - start)));
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(oidc_provider, OidcProvider)

BOOST_AUTO_TEST_CASE(leaves_out_a_scope_that_it_does_not_know) {
    write("purge.yaml", "name: purge\ntasks:\n  - {name: purge, uses: reports.purge}\n");
    const CommandResult result = run({"run", "./purge.yaml"});
    BOOST_TEST(
        said(result) ==
        "TIME error: task 'purge' credentials refused after DURATION: the token endpoint " + kTokenUrl +
            " granted client errand/basic less than was asked for, without reports.delete; let the client have them "
            "there\n");
    BOOST_TEST(result.exit_code == 77);
}

// An answer that names no scope grants what was asked for: RFC 6749 section 5.1. Only introspection tells otherwise.
BOOST_AUTO_TEST_CASE(leaves_out_all_scopes_without_a_word_if_it_knows_none) {
    use("basic", {{"introspection_url", server.url("introspection_url")}});
    const CommandResult result = run({"token", "inspect", "--scopes", "reports.delete", "--json"});
    BOOST_TEST(said(result) == "");
    const Value found = *parse_json(result.out).find("tokens")->list().at(0).find("introspection");
    BOOST_TEST(found.find("active")->boolean());
    BOOST_TEST(!found.find("scope"));
}

BOOST_AUTO_TEST_CASE(issues_a_token_for_the_resource_that_is_named) {
    use("basic", {{"resource", Value::List{"https://reports.example"}}});
    const CommandResult result = run({"token", "fetch", "--reveal", "--scopes", "reports.read"});
    BOOST_TEST(said(result) == "");
    const Value claims = claims_of(result.out);
    BOOST_TEST(claims.find("aud")->text() == "https://reports.example");
    BOOST_TEST(claims.find("scope")->text() == "reports.read");
}

BOOST_AUTO_TEST_CASE(refuses_a_resource_that_it_does_not_know) {
    use("basic", {{"resource", Value::List{"https://other.example"}}});
    const CommandResult result = read();
    BOOST_TEST(said(result) ==
               "TIME error: task 'read' credentials refused after DURATION: the token endpoint " + kTokenUrl +
                   " refused client errand/basic: invalid_target (400): resource indicator is missing, or unknown\n");
    BOOST_TEST(result.exit_code == 77);
}

BOOST_AUTO_TEST_CASE(is_not_talked_to_if_its_certificate_is_of_an_unknown_authority) {
    use("basic", {}, "rogue_ca.pem");
    const CommandResult result = read();
    BOOST_TEST(said(result) == "TIME error: task 'read' service unreachable after DURATION: POST " + kTokenUrl +
                                   ": the certificate of localhost:PORT was refused: its certificate authority is not "
                                   "known here; if it is the right one, name it as ca_file under 'http:'\n");
    BOOST_TEST(result.exit_code == 69);
}

BOOST_AUTO_TEST_CASE(is_found_again_after_it_was_away) {
    server.stop();
    const CommandResult away = read("http://127.0.0.1:1");
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
    use("short");
    const CommandResult result = read(server.url("resource_url"), ", times: 10, pause: 1s");
    BOOST_TEST(said(result) == "TIME info: task 'read' succeeded after DURATION\n");
    BOOST_TEST(result.out == "200\n200\n200\n200\n200\n200\n200\n200\n200\n200\n");
    BOOST_TEST(expiries(server.take_seen()).size() >= 4U);
}

BOOST_AUTO_TEST_SUITE_END()

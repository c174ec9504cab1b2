#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "errand/json.hpp"
#include "support/peer_workspace.hpp"

using namespace errand::testing;
using errand::parse_json;
using errand::Value;

namespace {

struct PeerTokens : PeerWorkspace {
    explicit PeerTokens(const char* program) : PeerWorkspace(program) {
        use("basic", {{"issuer", server.url("issuer")}, {"token_url", nullptr}});
    }

    /// What `errand token …` with these words prints, which must succeed.
    std::string token(std::vector<std::string> words) const {
        words.insert(words.begin(), "token");
        const CommandResult result = run(words);
        BOOST_TEST(said(result) == "");
        BOOST_TEST(result.exit_code == 0);
        return result.out;
    }
    std::string revealed() const {
        const std::string line = token({"fetch", "--reveal", "--scopes", "reports.read"});
        return line.substr(0, line.find('\n'));
    }
    /// The only one that is inspected.
    Value inspected() const {
        return parse_json(token({"inspect", "--scopes", "reports.read", "--json"})).find("tokens")->list().at(0);
    }
};

const char* const token_servers[] = {"oidc-provider", "glewlwyd"};

}  // namespace

BOOST_AUTO_TEST_SUITE(token_commands_at_peers)

BOOST_DATA_TEST_CASE(inspect_a_token_of_the_client, boost::unit_test::data::make(token_servers), program) {
    const PeerTokens tokens(program);
    const Value found = tokens.inspected();
    const Value& facts = *found.find("introspection");
    BOOST_TEST(facts.find("active")->boolean());
    BOOST_TEST(facts.find("client_id")->text() == "errand/basic");
    BOOST_TEST(facts.find("scope")->text() == "reports.read");
    BOOST_TEST(to_json(tokens.inspected()) == to_json(found));
}

BOOST_DATA_TEST_CASE(revoke_a_token_at_the_server, boost::unit_test::data::make(token_servers), program) {
    const PeerTokens tokens(program);
    const std::string token = tokens.revealed();
    const std::string hash = tokens.inspected().find("hash")->text();
    const std::string resource = tokens.server.url("resource_url");
    BOOST_CHECK_NO_THROW(PeerServer::fetch(resource, token));

    BOOST_TEST(tokens.token({"revoke"}) == "revoked " + hash + " of peer\n");
    BOOST_CHECK_THROW(PeerServer::fetch(resource, token), std::runtime_error);
    const Value::List seen = tokens.server.take_seen();
    BOOST_TEST_REQUIRE(seen.size() == 2U);
    BOOST_TEST(seen[0].find("active")->boolean());
    BOOST_TEST(!seen[1].find("active")->boolean());
    BOOST_TEST(tokens.revealed() != token);
}

BOOST_DATA_TEST_CASE(show_that_a_kept_token_was_revoked_elsewhere, boost::unit_test::data::make(token_servers),
                     program) {
    PeerTokens tokens(program);
    const std::string hash = tokens.inspected().find("hash")->text();
    std::filesystem::copy(tokens / "home", tokens / "elsewhere", std::filesystem::copy_options::recursive);
    tokens.set("HOME=" + (tokens / "elsewhere").string());
    BOOST_TEST(tokens.token({"revoke"}) == "revoked " + hash + " of peer\n");

    tokens.set("HOME=" + (tokens / "home").string());
    const CommandResult result = tokens.run({"token", "inspect", "--scopes", "reports.read"});
    BOOST_TEST(result.out == hash + " of peer\n  active  false\n");
    BOOST_TEST(result.err == "errand: the server says that " + hash +
                                 " of peer is not active; to get another: errand token fetch --fresh peer\n");
}

BOOST_AUTO_TEST_SUITE_END()

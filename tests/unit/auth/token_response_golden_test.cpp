#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "auth/token_response.hpp"
#include "base/file.hpp"
#include "errand/json.hpp"
#include "support/fake_clock.hpp"

namespace errand {

namespace {

std::filesystem::path golden_file() {
    const char* shared = std::getenv("ERRAND_SHARED");
    return std::filesystem::path(shared ? shared : "../shared") / "globus" / "golden_behaviour.json";
}

boost::test_tools::assertion_result golden_file_is_there(boost::unit_test::test_unit_id) {
    boost::test_tools::assertion_result result(std::filesystem::exists(golden_file()));
    result.message() << golden_file() << " is not there; ERRAND_SHARED names the directory it is looked for in";
    return result;
}

const testing::FakeClock clock_at;

TokenResponse parse(const Value& document) {
    return TokenResponse::parse(to_json(document), clock_at.now(), clock_at.steady_now());
}

void check_resource_server(const TokenResponse& ours, const std::string& name, const Value& theirs) {
    BOOST_TEST_CONTEXT("resource server " << name) {
        const AccessToken* token = ours.by_resource_server(name);
        BOOST_REQUIRE(token);
        BOOST_TEST(token->token.reveal() == theirs.find("access_token")->text());
        BOOST_TEST(token->scopes == theirs.find("scope")->text());
        // Where the answer has no lifetime the SDK takes none, which makes it ask again for each request.
        const std::int64_t lifetime = theirs.find("expires_at_seconds")->integer();
        const std::chrono::seconds expected(lifetime == 0 ? 300 : lifetime);
        BOOST_TEST((token->expires_at - clock_at.now() == expected));
    }
}

/// `key` is `by_scopes[s1 s2]`.
void check_scopes(const TokenResponse& ours, const std::string& key, const Value& theirs) {
    BOOST_TEST_CONTEXT(key) {
        const std::string scopes = key.substr(10, key.size() - 11);
        if (const Value* server = theirs.find("ok")) {
            BOOST_TEST(ours.by_scopes(scopes).resource_server == server->text());
        } else {
            BOOST_CHECK_THROW(ours.by_scopes(scopes), Error);
        }
    }
}

void check_views(const TokenResponse& ours, const Value& theirs) {
    for (const auto& [name, token] : theirs.find("by_resource_server(expires relative)")->map())
        check_resource_server(ours, name, token);
    for (const auto& [key, outcome] : theirs.map())
        if (key.rfind("by_scopes[", 0) == 0) check_scopes(ours, key, outcome);
}

/// Where the SDK fails: over a missing list and a missing resource server errand does better, over a lifetime as text
/// it says so.
void check_failure(const Value& document, const std::string& text) {
    if (text == "'other_tokens'") {
        BOOST_TEST(parse(document).tokens().size() == 1u);
    } else if (text == "'resource_server'") {
        BOOST_TEST(parse(document).tokens().front().resource_server.empty());
    } else {
        BOOST_CHECK_THROW(parse(document), BadTokenResponse);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(golden_token_responses)

BOOST_AUTO_TEST_CASE(agree_with_the_official_sdk, *boost::unit_test::precondition(golden_file_is_there)) {
    const Value golden = parse_json(read_file(golden_file(), 16 << 20));
    const Value::List& rows = golden.find("token_response")->list();
    BOOST_TEST(rows.size() == 6u);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        BOOST_TEST_CONTEXT("row " << i) {
            const Value& document = *rows[i].find("in");
            if (const Value* views = rows[i].find("ok")) {
                check_views(parse(document), *views);
            } else {
                check_failure(document, rows[i].find("text")->text());
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

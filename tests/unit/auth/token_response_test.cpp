#include "auth/token_response.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <ostream>

#include "support/fake_clock.hpp"
#include "support/thrown.hpp"

namespace errand {

using namespace std::chrono_literals;
using testing::thrown;

struct BadResponse {
    const char* title;
    const char* body;
    const char* message;
};
std::ostream& operator<<(std::ostream& out, const BadResponse& row) { return out << row.title; }

struct Lifetime {
    const char* body;
    std::chrono::milliseconds lifetime;
    std::chrono::milliseconds until_renewal;
};
std::ostream& operator<<(std::ostream& out, const Lifetime& row) { return out << row.body; }

BOOST_AUTO_TEST_SUITE(token_responses)

const testing::FakeClock clock_at;

TokenResponse parse(std::string_view body) { return TokenResponse::parse(body, clock_at.now(), clock_at.steady_now()); }

const char two_tokens[] = R"({"access_token": "A", "scope": "s1 s2", "expires_in": 172800, "token_type": "Bearer",
    "resource_server": "r1", "other_tokens": [{"access_token": "B", "scope": "s3", "expires_in": 10,
    "resource_server": "r2"}]})";

BOOST_AUTO_TEST_CASE(keeps_every_token) {
    const TokenResponse response = parse(two_tokens);
    BOOST_TEST(response.tokens().size() == 2u);
    const AccessToken& first = response.tokens().at(0);
    BOOST_TEST(first.token.reveal() == "A");
    BOOST_TEST(first.scopes == "s1 s2");
    BOOST_TEST(first.resource_server == "r1");
    BOOST_TEST(first.token_type == "Bearer");
    BOOST_TEST(response.tokens().at(1).token.reveal() == "B");
}

BOOST_AUTO_TEST_CASE(finds_a_token_by_resource_server) {
    const TokenResponse response = parse(two_tokens);
    BOOST_TEST(response.by_resource_server("r2")->token.reveal() == "B");
    BOOST_TEST(response.by_resource_server("r3") == nullptr);
}

BOOST_AUTO_TEST_CASE(finds_a_token_by_scopes) {
    const TokenResponse response = parse(two_tokens);
    BOOST_TEST(response.by_scopes("s2 s1").token.reveal() == "A");
    BOOST_TEST(response.by_scopes("s3").token.reveal() == "B");
    BOOST_TEST(thrown<Error>([&] { response.by_scopes("s1 zz"); }) == "no token has the scope 'zz'");
    BOOST_TEST(thrown<Error>([&] { response.by_scopes("s1 s3"); }) == "the scopes 's1 s3' belong to several tokens");
    BOOST_TEST(thrown<Error>([&] { response.by_scopes(""); }) == "no scope was named");
}

const Lifetime lifetimes[] = {
    {R"({"access_token": "A", "expires_in": 172800})", 48h, 48h - 60s},
    {R"({"access_token": "A", "expires_in": 600})", 600s, 540s},
    {R"({"access_token": "A", "expires_in": 20})", 20s, 18s},
    {R"({"access_token": "A", "expires_in": 1})", 1s, 900ms},
    {R"({"access_token": "A"})", 300s, 270s},
    {R"({"access_token": "A", "expires_in": null})", 300s, 270s},
};

BOOST_DATA_TEST_CASE(knows_when_to_renew, boost::unit_test::data::make(lifetimes), row) {
    const AccessToken token = parse(row.body).tokens().front();
    BOOST_TEST((token.expires_at - clock_at.now() == row.lifetime));
    BOOST_TEST((token.renew_at - clock_at.steady_now() == row.until_renewal));
}

BOOST_AUTO_TEST_CASE(makes_do_with_a_bare_token) {
    const TokenResponse response = parse(R"({"access_token": "A", "token_type": "bEaReR", "other_tokens": null})");
    BOOST_TEST(response.tokens().size() == 1u);
    BOOST_TEST(response.tokens().front().token_type == "bEaReR");
    BOOST_TEST(response.tokens().front().scopes.empty());
    BOOST_TEST(response.tokens().front().resource_server.empty());
}

const BadResponse bad_responses[] = {
    {"nothing", "", "it is not JSON"},
    {"HTML", "<html>SECRET</html>", "it is not JSON"},
    {"half", R"({"access_token": "SECRET)", "it is not JSON"},
    {"list", R"([{"access_token": "SECRET"}])", "it is a list, not a JSON object"},
    {"no token", R"({"expires_in": 1})", "it has no 'access_token'"},
    {"empty token", R"({"access_token": ""})", "it has no 'access_token'"},
    {"null token", R"({"access_token": null})", "it has no 'access_token'"},
    {"number as token", R"({"access_token": 7})", "its 'access_token' is an integer, not text"},
    {"line break in the token", R"({"access_token": "SECRET\r\nX: y"})",
     "its 'access_token' holds characters that cannot be sent"},
    {"MAC token", R"({"access_token": "SECRET", "token_type": "mac"})",
     "its 'token_type' is not Bearer, which is all that errand can use"},
    {"type is no text", R"({"access_token": "SECRET", "token_type": 1})", "its 'token_type' is an integer, not text"},
    {"scope is a list", R"({"access_token": "SECRET", "scope": ["a"]})", "its 'scope' is a list, not text"},
    {"server is a map", R"({"access_token": "SECRET", "resource_server": {}})",
     "its 'resource_server' is a map, not text"},
    {"expires as text", R"({"access_token": "SECRET", "expires_in": "60"})",
     "its 'expires_in' is text, not an integer"},
    {"expires as boolean", R"({"access_token": "SECRET", "expires_in": true})",
     "its 'expires_in' is a boolean, not an integer"},
    {"expires at once", R"({"access_token": "SECRET", "expires_in": 0})", "its 'expires_in' is 0, not a time to come"},
    {"expired", R"({"access_token": "SECRET", "expires_in": -5})", "its 'expires_in' is -5, not a time to come"},
    {"lives too long", R"({"access_token": "SECRET", "expires_in": 9000000000000000000})",
     "its 'expires_in' is more than ten years"},
    {"others are no list", R"({"access_token": "SECRET", "other_tokens": {}})",
     "its 'other_tokens' is a map, not a list"},
    {"another is no object", R"({"access_token": "SECRET", "other_tokens": ["SECRET"]})",
     "an item of its 'other_tokens' is text, not an object"},
    {"another lacks its token", R"({"access_token": "SECRET", "other_tokens": [{}]})",
     "it has no 'other_tokens[0].access_token'"},
};

BOOST_DATA_TEST_CASE(says_what_is_wrong_and_shows_no_token, boost::unit_test::data::make(bad_responses), row) {
    BOOST_TEST(thrown<BadTokenResponse>([&] { parse(row.body); }) == row.message);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

#include "auth/client_credentials_provider.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <thread>
#include <vector>

#include "errand/testing/scripted_http_client.hpp"
#include "support/fake_clock.hpp"
#include "support/thrown.hpp"

namespace errand {

using namespace std::chrono_literals;
using testing::thrown;

/// A token response with the lifetime of an hour.
std::string response(const std::string& token, const std::string& scope = {}, const std::string& server = {}) {
    return R"({"access_token": ")" + token + R"(", "expires_in": 3600, "scope": ")" + scope +
           R"(", "resource_server": ")" + server + R"("})";
}

class LinesLogger final : public Logger {
public:
    void log(Severity, std::string_view message) override { lines.emplace_back(message); }

    std::vector<std::string> lines;
};

/// A provider of kind oauth2 over scripted answers.
struct Provider {
    explicit Provider(ProviderProfile profile = {.name = "ours", .kind = ProviderProfile::Kind::oauth2})
        : provider(std::move(profile), credentials, http, clock, logger) {}

    std::string token(const ScopeDescription& scopes = {"r1", {"s1"}}) {
        return std::string(provider.token(scopes).token.reveal());
    }

    testing::ScriptedHttpClient http;
    testing::FakeClock clock;
    LinesLogger logger;
    ClientCredentials credentials = {"me", [] { return Secret("hush"); }, "https://a.example/token"};
    ClientCredentialsProvider provider;
};

struct GlobusProvider : Provider {
    GlobusProvider() : Provider({.name = "globus", .kind = ProviderProfile::Kind::globus}) {}
};

BOOST_FIXTURE_TEST_SUITE(oauth2_provider, Provider)

BOOST_AUTO_TEST_CASE(asks_nobody_until_a_token_is_needed) {
    BOOST_TEST(provider.client_id() == "me");
    BOOST_TEST(provider.service_urls().empty());
    BOOST_TEST(http.requests().empty());
}

BOOST_AUTO_TEST_CASE(keeps_the_token_until_the_margin) {
    http.answer(200, response("A")).answer(200, response("B"));
    BOOST_TEST(token() == "A");
    clock.advance(3540s - 1ms);
    BOOST_TEST(token() == "A");
    clock.advance(1ms);
    BOOST_TEST(token() == "B");
    BOOST_TEST(http.requests().size() == 2u);
}

/// A calendar clock that can be set, over a steady clock that stands still.
class SettableClock final : public Clock {
public:
    CalendarTime now() const override { return calendar; }
    SteadyTime steady_now() const override { return SteadyTime(1h); }
    void sleep_for(std::chrono::milliseconds) const override {}

    CalendarTime calendar = CalendarTime(1'800'000'000s);
};

BOOST_AUTO_TEST_CASE(notices_that_the_machine_slept) {
    SettableClock slept;
    ClientCredentialsProvider other({"ours", ProviderProfile::Kind::oauth2}, credentials, http, slept, logger);
    http.answer(200, response("A")).answer(200, response("B"));
    other.token({"r1", {"s1"}});
    slept.calendar += 1h;
    BOOST_TEST(other.token({"r1", {"s1"}}).token.reveal() == "B");
}

BOOST_AUTO_TEST_CASE(keeps_a_token_for_each_resource_server_and_set_of_scopes) {
    http.answer(200, response("A")).answer(200, response("B")).answer(200, response("C"));
    BOOST_TEST(token({"r1", {"s1", "s2"}}) == "A");
    BOOST_TEST(token({"r1", {"s1"}}) == "B");
    BOOST_TEST(token({"r2", {"s1"}}) == "C");
    BOOST_TEST(token({"r1", {"s2", "s1"}}) == "A");
}

BOOST_AUTO_TEST_CASE(fetches_another_one_after_a_rejection) {
    http.answer(200, response("A")).answer(200, response("B"));
    token();
    provider.reject(Secret("A"));
    BOOST_TEST(token() == "B");
    provider.reject(Secret("A"));
    BOOST_TEST(token() == "B");
    BOOST_TEST(http.requests().size() == 2u);
}

BOOST_AUTO_TEST_CASE(uses_a_valid_token_while_it_cannot_be_renewed) {
    http.answer(200, response("A")).fail("no route").fail("no route").answer(200, response("B"));
    token();
    clock.advance(3540s);
    BOOST_TEST(token() == "A");
    BOOST_TEST(logger.lines.size() == 1u);
    BOOST_TEST(logger.lines.at(0) ==
               "provider 'ours': the token for r1 could not be renewed and stays in use until it "
               "expires at 2027-01-15T10:00:00Z: no route");
    clock.advance(29s);
    BOOST_TEST(token() == "A");
    BOOST_TEST(http.requests().size() == 2u);
    clock.advance(1s);
    BOOST_TEST(token() == "A");
    BOOST_TEST(http.requests().size() == 3u);
    clock.advance(30s);
    BOOST_TEST(token() == "B");
}

BOOST_AUTO_TEST_CASE(never_uses_an_expired_token) {
    http.answer(200, response("A")).fail("no route");
    token();
    clock.advance(3600s);
    BOOST_TEST(thrown<ServiceUnreachable>([&] { token(); }) == "no route");
}

BOOST_AUTO_TEST_CASE(never_uses_a_rejected_token) {
    http.answer(200, response("A")).fail("no route");
    token();
    provider.reject(Secret("A"));
    BOOST_TEST(thrown<ServiceUnreachable>([&] { token(); }) == "no route");
}

BOOST_AUTO_TEST_CASE(does_not_hide_a_refusal_behind_an_old_token) {
    http.answer(200, response("A")).answer(401, R"({"error": "invalid_client"})");
    token();
    clock.advance(3540s);
    BOOST_TEST(thrown<CredentialsRefused>([&] { token(); }) ==
               "the token endpoint https://a.example/token refused client me: invalid_client (401)");
}

BOOST_AUTO_TEST_CASE(refuses_less_than_was_asked_for) {
    http.answer(200, response("A", "s2"));
    BOOST_TEST(thrown<CredentialsRefused>([&] {
                   token({"r1", {"s1", "s2", "s3"}});
               }) ==
               "the token endpoint https://a.example/token granted client me less than was asked for; missing: s1, s3");
}

BOOST_AUTO_TEST_CASE(takes_an_answer_without_resource_server_for_the_one_it_asked_for) {
    http.answer(200, R"({"access_token": "A"})");
    BOOST_TEST(provider.token({"r1", {"s1"}}).resource_server == "r1");
}

BOOST_AUTO_TEST_CASE(fetches_once_for_many_threads) {
    http.answer_with([](const HttpRequest&) {
        std::this_thread::sleep_for(50ms);
        return HttpResponse{200, {}, response("A")};
    });
    std::vector<std::thread> threads;
    std::vector<std::string> tokens(8);
    for (std::string& found : tokens) threads.emplace_back([&] { found = token(); });
    for (std::thread& thread : threads) thread.join();
    BOOST_TEST(tokens == std::vector<std::string>(8, "A"), boost::test_tools::per_element());
    BOOST_TEST(http.requests().size() == 1u);
}

BOOST_AUTO_TEST_CASE(can_serve_what_is_not_globus) {
    BOOST_TEST(provider.can_serve({"r1", {"read"}}));
    BOOST_TEST(!provider.can_serve({"r1", {"read", "openid"}}));
}

BOOST_AUTO_TEST_CASE(can_serve_the_scopes_that_it_is_limited_to) {
    const ProviderProfile limited = {"ours", ProviderProfile::Kind::oauth2, {"read", "openid"}};
    const ClientCredentialsProvider other(limited, credentials, http, clock, logger);
    BOOST_TEST(other.can_serve({"r1", {"openid", "read"}}));
    BOOST_TEST(!other.can_serve({"r1", {"read", "write"}}));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(globus_provider, GlobusProvider)

const std::string transfer_all = "urn:globus:auth:scope:transfer.api.globus.org:all";

BOOST_AUTO_TEST_CASE(picks_the_token_of_the_resource_server) {
    http.answer(200, R"({"access_token": "A", "scope": "openid", "resource_server": "auth.globus.org",
        "other_tokens": [{"access_token": "B", "scope": ")" +
                         transfer_all + R"(",
        "resource_server": "transfer.api.globus.org"}]})");
    const AccessToken found = provider.token({"transfer.api.globus.org", {transfer_all}});
    BOOST_TEST(found.token.reveal() == "B");
    BOOST_TEST(found.scopes == transfer_all);
}

BOOST_AUTO_TEST_CASE(refuses_an_answer_for_another_resource_server) {
    http.answer(200, response("A", transfer_all, "auth.globus.org"));
    BOOST_TEST(
        thrown<CredentialsRefused>([&] {
            token({"transfer.api.globus.org", {transfer_all}});
        }) ==
        "the token endpoint https://a.example/token granted client me no token for transfer.api.globus.org, only "
        "for auth.globus.org");
}

BOOST_AUTO_TEST_CASE(asks_for_no_empty_set_of_scopes) {
    BOOST_TEST(thrown<Error>([&] {
                   token({"transfer.api.globus.org", {}});
               }) == "provider 'globus': no scope is named for transfer.api.globus.org");
    BOOST_TEST(http.requests().empty());
}

BOOST_AUTO_TEST_CASE(can_serve_globus_scopes_only) {
    BOOST_TEST(provider.can_serve({"transfer.api.globus.org", {transfer_all}}));
    BOOST_TEST(!provider.can_serve({"r1", {"read"}}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

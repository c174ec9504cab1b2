#include "runner/token_fetcher.hpp"

#include <poll.h>

#include <boost/test/unit_test.hpp>

#include "base/error.hpp"
#include "base/event.hpp"
#include "errand/error.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_provider.hpp"

namespace errand {

using namespace std::chrono_literals;

/// A fetcher over a provider that does what a test says.
struct Fetching {
    /// Waits for so many answers.
    std::vector<SupervisorMessage> answers(std::size_t count) {
        std::vector<SupervisorMessage> all;
        while (all.size() < count) {
            pollfd wait = {fetcher.descriptor(), POLLIN, 0};
            ::poll(&wait, 1, -1);
            for (SupervisorMessage& answer : fetcher.take_answers()) all.push_back(std::move(answer));
        }
        return all;
    }
    /// What is answered when the provider throws `error`.
    template <class Thrown>
    TokenRefusal refusal(const Thrown& error) {
        grant = [error](const ScopeDescription&) -> AccessToken { throw error; };
        fetcher.request({"r1", {"s"}}, {});
        return std::get<TokenRefusal>(answers(1).front());
    }

    testing::FakeClock clock;
    testing::FakeProvider::Grant grant = [this](const ScopeDescription& scopes) {
        return AccessToken{Secret("token of " + scopes.resource_server),
                           "a b",
                           scopes.resource_server,
                           "Bearer",
                           clock.now() + 1h,
                           clock.steady_now() + 50min};
    };
    testing::FakeProvider provider{{}, [this](const ScopeDescription& scopes) { return grant(scopes); }};
    Event give_up;
    BackgroundWork background{give_up};
    TokenFetcher fetcher{provider, clock, background};
};

BOOST_FIXTURE_TEST_SUITE(token_fetcher, Fetching)

BOOST_AUTO_TEST_CASE(gets_a_token) {
    fetcher.request({"r1", {"s"}}, {});
    const auto token = std::get<TokenGrant>(answers(1).front());
    BOOST_TEST(token.resource_server == "r1");
    BOOST_TEST(token.token.reveal() == "token of r1");
    BOOST_TEST(token.client_id == "client-1");
    BOOST_TEST(token.scopes == "a b");
    BOOST_TEST((token.expires_at == clock.now() + 1h));
    BOOST_TEST((token.renew_after == 50min));
    BOOST_TEST(provider.rejected.empty());
}

BOOST_AUTO_TEST_CASE(answers_in_the_order_of_the_requests) {
    for (const char* resource_server : {"r1", "r2", "r3"}) fetcher.request({resource_server, {}}, {});
    std::vector<std::string> order;
    for (const SupervisorMessage& answer : answers(3)) order.push_back(std::get<TokenGrant>(answer).resource_server);
    BOOST_TEST((order == std::vector<std::string>{"r1", "r2", "r3"}));
}

BOOST_AUTO_TEST_CASE(has_no_answers_once_they_are_taken) {
    fetcher.request({"r1", {}}, {});
    answers(1);
    BOOST_TEST(fetcher.take_answers().empty());
    pollfd wait = {fetcher.descriptor(), POLLIN, 0};
    BOOST_TEST(::poll(&wait, 1, 0) == 0);
}

BOOST_AUTO_TEST_CASE(tells_the_provider_what_was_rejected) {
    fetcher.request({"r1", {}}, Secret("old"));
    answers(1);
    BOOST_TEST((provider.rejected == std::vector<std::string>{"old"}));
}

BOOST_AUTO_TEST_CASE(lets_a_token_that_is_due_be_renewed_at_once) {
    grant = [this](const ScopeDescription&) {
        return AccessToken{Secret("A"), "", "", "Bearer", clock.now(), clock.steady_now() - 1s};
    };
    fetcher.request({"r1", {}}, {});
    BOOST_TEST((std::get<TokenGrant>(answers(1).front()).renew_after == 0ms));
}

BOOST_AUTO_TEST_CASE(says_why_there_is_no_token) {
    using Reason = TokenRefusal::Reason;
    const TokenRefusal refused = refusal(CredentialsRefused("unknown client"));
    BOOST_TEST(refused.resource_server == "r1");
    BOOST_TEST((refused.reason == Reason::credentials));
    BOOST_TEST(refused.message == "unknown client");
    BOOST_TEST((refusal(ServiceUnreachable("no route")).reason == Reason::unreachable));
    BOOST_TEST((refusal(CommandError(ExitCode::configuration, "no secret")).reason == Reason::configuration));
    BOOST_TEST((refusal(CommandError(ExitCode::state, "no cache")).reason == Reason::state));
    BOOST_TEST((refusal(std::runtime_error("something else")).reason == Reason::unreachable));
}

BOOST_AUTO_TEST_CASE(goes_on_after_a_refusal) {
    const auto good = grant;
    refusal(ServiceUnreachable("no route"));
    grant = good;
    fetcher.request({"r1", {}}, {});
    BOOST_TEST(std::holds_alternative<TokenGrant>(answers(1).front()));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(a_token_that_nobody_waits_for_is_given_up_when_the_background_ends) {
    const testing::FakeClock clock;
    const Event give_up;
    const Event asked;
    std::vector<std::string> order;
    testing::FakeProvider provider({}, [&](const ScopeDescription& scopes) -> AccessToken {
        order.push_back(scopes.resource_server);
        asked.set();
        give_up.wait_for(1h);
        throw ServiceUnreachable("given up");
    });
    {
        BackgroundWork background(give_up);
        TokenFetcher fetcher(provider, clock, background);
        fetcher.request({"r1", {}}, {});
        fetcher.request({"r2", {}}, {});
        asked.wait_for(1h);
    }
    BOOST_TEST(!give_up.is_set());
    BOOST_TEST(order == std::vector<std::string>{"r1"}, boost::test_tools::per_element());
}

}  // namespace errand

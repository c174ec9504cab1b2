#include "task/channel_authorizer.hpp"

#include <boost/test/unit_test.hpp>
#include <thread>
#include <vector>

#include "errand/error.hpp"
#include "supervisor_end.hpp"
#include "support/fake_clock.hpp"
#include "support/thrown.hpp"

namespace errand {

using namespace std::chrono_literals;
using testing::thrown;

/// An authorizer whose token `A` is to be renewed after a minute.
struct Authorized {
    TokenGrant grant(const std::string& token) {
        return {"transfer.example", Secret(std::string(token)), "client-1", "a b", clock.now() + 2min, 1min};
    }
    /// Checks that the task asked once, and what it said was rejected.
    void check_asked_once(const std::string& rejected) {
        const auto request = supervisor.receive<TokenRequest>();
        BOOST_TEST(request.resource_server == "transfer.example");
        BOOST_TEST(request.rejected.reveal() == rejected);
        BOOST_TEST(supervisor.is_quiet());
    }
    /// Checks that the task asked once for a token with these scopes, too.
    void check_asked_for(const std::vector<std::string>& scopes, const std::string& rejected = "") {
        const auto request = supervisor.receive<TokenRequest>();
        BOOST_TEST(request.rejected.reveal() == rejected);
        BOOST_TEST(request.asked_scopes == scopes, boost::test_tools::per_element());
    }
    void check_logged(LogLevel level, const std::string& text) {
        const auto line = supervisor.receive<LogLine>();
        BOOST_TEST((line.level == level));
        BOOST_TEST(line.text == text);
        BOOST_TEST(supervisor.is_quiet());
    }
    void refuse(TokenRefusal::Reason reason) {
        supervisor.answer(TokenRefusal{"transfer.example", reason, "no, since"});
    }

    testing::FakeClock clock;
    testing::SupervisorEnd supervisor;
    Channel channel{supervisor.task_end()};
    ChannelAuthorizer authorizer{grant("A"), channel, clock};
};

BOOST_FIXTURE_TEST_SUITE(channel_authorizer, Authorized)

BOOST_AUTO_TEST_CASE(begins_with_the_token_it_was_given) {
    BOOST_TEST(authorizer.authorization_header() == "Bearer A");
    BOOST_TEST(authorizer.client_id() == "client-1");
    BOOST_TEST(authorizer.resource_server() == "transfer.example");
    BOOST_TEST(authorizer.scopes() == "a b");
    BOOST_TEST((authorizer.expires_at() == clock.now() + 2min));
    BOOST_TEST(supervisor.is_quiet());
}

BOOST_AUTO_TEST_CASE(keeps_the_token_until_it_is_to_be_renewed) {
    clock.advance(1min - 1ms);
    BOOST_TEST(authorizer.authorization_header() == "Bearer A");
    BOOST_TEST(supervisor.is_quiet());
    clock.advance(1ms);
    supervisor.answer(grant("B"));
    BOOST_TEST(authorizer.authorization_header() == "Bearer B");
    check_asked_once("");
}

BOOST_AUTO_TEST_CASE(renews_again_a_minute_after_it_renewed) {
    clock.advance(1min);
    supervisor.answer(grant("B"));
    authorizer.authorization_header();
    check_asked_once("");
    clock.advance(1min - 1ms);
    BOOST_TEST(authorizer.authorization_header() == "Bearer B");
    clock.advance(1ms);
    supervisor.answer(grant("C"));
    BOOST_TEST(authorizer.authorization_header() == "Bearer C");
    check_asked_once("");
}

BOOST_AUTO_TEST_CASE(tells_what_the_new_token_is) {
    TokenGrant other = grant("B");
    other.scopes = "a";
    other.expires_at += 1h;
    authorizer.reject("Bearer A");
    supervisor.answer(other);
    authorizer.authorization_header();
    BOOST_TEST(authorizer.scopes() == "a");
    BOOST_TEST((authorizer.expires_at() == other.expires_at));
}

BOOST_AUTO_TEST_CASE(gets_another_token_for_a_rejected_one) {
    authorizer.reject("Bearer A");
    BOOST_TEST(supervisor.is_quiet());
    supervisor.answer(grant("B"));
    BOOST_TEST(authorizer.authorization_header() == "Bearer B");
    check_asked_once("A");
    BOOST_TEST(authorizer.authorization_header() == "Bearer B");
    BOOST_TEST(supervisor.is_quiet());
}

BOOST_AUTO_TEST_CASE(takes_no_notice_of_a_rejected_token_that_is_not_the_current_one) {
    authorizer.reject("Bearer A");
    supervisor.answer(grant("B"));
    authorizer.authorization_header();
    check_asked_once("A");
    for (const char* header : {"Bearer A", "bearer B", "B", ""}) authorizer.reject(header);
    BOOST_TEST(authorizer.authorization_header() == "Bearer B");
    BOOST_TEST(supervisor.is_quiet());
}

BOOST_AUTO_TEST_CASE(costs_one_renewal_however_many_threads_were_rejected) {
    supervisor.answer(grant("B"));
    std::vector<std::string> headers(8);
    std::vector<std::thread> threads;
    for (std::string& header : headers)
        threads.emplace_back([this, &header] {
            authorizer.reject("Bearer A");
            header = authorizer.authorization_header();
        });
    for (std::thread& thread : threads) thread.join();
    for (const std::string& header : headers) BOOST_TEST(header == "Bearer B");
    check_asked_once("A");
}

BOOST_AUTO_TEST_CASE(says_why_there_is_no_token) {
    using Reason = TokenRefusal::Reason;
    clock.advance(1min);
    refuse(Reason::credentials);
    BOOST_TEST(thrown<CredentialsRefused>([&] { authorizer.authorization_header(); }) == "no, since");
    refuse(Reason::unreachable);
    BOOST_TEST(thrown<ServiceUnreachable>([&] { authorizer.authorization_header(); }) == "no, since");
    refuse(Reason::configuration);
    BOOST_TEST(thrown<CredentialsRefused>([&] { authorizer.authorization_header(); }) == "no, since");
    refuse(Reason::state);
    BOOST_TEST(thrown<CredentialsRefused>([&] { authorizer.authorization_header(); }) == "no, since");
}

BOOST_AUTO_TEST_CASE(tries_again_after_a_refusal) {
    authorizer.reject("Bearer A");
    refuse(TokenRefusal::Reason::unreachable);
    BOOST_CHECK_THROW(authorizer.authorization_header(), ServiceUnreachable);
    check_asked_once("A");
    supervisor.answer(grant("B"));
    BOOST_TEST(authorizer.authorization_header() == "Bearer B");
    check_asked_once("A");
}

BOOST_AUTO_TEST_CASE(gets_a_token_with_the_scopes_that_a_service_asks_for) {
    supervisor.answer(grant("B"));
    authorizer.widen({"a[c]", "b[d]"});
    check_asked_for({"a[c]", "b[d]"});
    check_logged(LogLevel::info, "transfer.example asked for consent to a[c] b[d], and the task's token has it now");
    BOOST_TEST(authorizer.authorization_header() == "Bearer B");
    BOOST_TEST(supervisor.is_quiet());
}

BOOST_AUTO_TEST_CASE(does_not_ask_again_for_what_the_token_has) {
    supervisor.answer(grant("B"));
    authorizer.widen({"a[c]"});
    check_asked_for({"a[c]"});
    supervisor.receive<LogLine>();
    authorizer.widen({"a[c]"});
    BOOST_TEST(authorizer.authorization_header() == "Bearer B");
    BOOST_TEST(supervisor.is_quiet());
}

BOOST_AUTO_TEST_CASE(keeps_the_wider_scopes_whatever_comes) {
    supervisor.answer(grant("B"));
    authorizer.widen({"a[c]"});
    check_asked_for({"a[c]"});
    supervisor.receive<LogLine>();
    supervisor.answer(grant("C"));
    authorizer.widen({"a[c]", "a[d]"});
    check_asked_for({"a[c]", "a[d]"});
    supervisor.receive<LogLine>();
    clock.advance(1min);
    supervisor.answer(grant("D"));
    BOOST_TEST(authorizer.authorization_header() == "Bearer D");
    check_asked_for({"a[c]", "a[d]"});
    authorizer.reject("Bearer D");
    supervisor.answer(grant("E"));
    BOOST_TEST(authorizer.authorization_header() == "Bearer E");
    check_asked_for({"a[c]", "a[d]"}, "D");
}

BOOST_AUTO_TEST_CASE(goes_on_with_its_token_when_it_may_not_have_more) {
    refuse(TokenRefusal::Reason::credentials);
    authorizer.widen({"x"});
    check_asked_for({"x"});
    check_logged(LogLevel::warning, "transfer.example asked for consent to x, which it did not get: no, since");
    BOOST_TEST(authorizer.authorization_header() == "Bearer A");
    authorizer.widen({"x"});
    BOOST_TEST(supervisor.is_quiet());
    clock.advance(1min);
    supervisor.answer(grant("B"));
    BOOST_TEST(authorizer.authorization_header() == "Bearer B");
    check_asked_for({});
}

BOOST_AUTO_TEST_CASE(asks_again_for_more_when_nobody_could_be_asked) {
    refuse(TokenRefusal::Reason::unreachable);
    authorizer.widen({"a[c]"});
    check_asked_for({"a[c]"});
    supervisor.receive<LogLine>();
    supervisor.answer(grant("B"));
    authorizer.widen({"a[c]"});
    BOOST_TEST(authorizer.authorization_header() == "Bearer B");
}

BOOST_AUTO_TEST_CASE(logs_nothing_that_could_drive_a_terminal) {
    refuse(TokenRefusal::Reason::credentials);
    authorizer.widen({"\x1b[2J\n"});
    check_asked_for({"\x1b[2J\n"});
    check_logged(LogLevel::warning,
                 "transfer.example asked for consent to \\x1b[2J\\n, which it did not get: no, since");
}

BOOST_AUTO_TEST_CASE(costs_one_grant_however_many_threads_need_more) {
    supervisor.answer(grant("B"));
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) threads.emplace_back([this] { authorizer.widen({"a[c]"}); });
    for (std::thread& thread : threads) thread.join();
    BOOST_TEST(authorizer.authorization_header() == "Bearer B");
    check_asked_for({"a[c]"});
    supervisor.receive<LogLine>();
    BOOST_TEST(supervisor.is_quiet());
}

BOOST_AUTO_TEST_CASE(takes_nothing_else_for_an_answer) {
    clock.advance(1min);
    supervisor.answer(StartAttempt{});
    BOOST_TEST(thrown<ProtocolError>([&] { authorizer.authorization_header(); }) ==
               "the supervisor answered a token request with something else");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

#include "task/attempt_context.hpp"

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <iostream>

#include "errand/testing/scripted_http_client.hpp"
#include "supervisor_end.hpp"
#include "support/fake_clock.hpp"
#include "support/thrown.hpp"

namespace errand {

using namespace std::chrono_literals;
using testing::thrown;

StartAttempt example_start() {
    StartAttempt start;
    start.parameters = {{"limit", 7}};
    start.run = {"nightly", "list", "20260301T060000Z-3f9a2c", 2, {}};
    start.tokens = {{"zebra.example", Secret("Z"), "client-1", "z", {}, 1min},
                    {"apple.example", Secret("A"), "client-1", "a", {}, 1min}};
    start.services = {{"transfer", "https://transfer.example/"}};
    return start;
}

/// The context of an attempt of a task type with the one output `count`.
struct Attempted {
    explicit Attempted(const StartAttempt& start = example_start())
        : context(start, TaskDescription("list", "List").puts_out("count", Type::integer, "How many"), channel,
                  cancellation, clock, http) {}

    testing::SupervisorEnd supervisor;
    Channel channel{supervisor.task_end()};
    const Cancellation cancellation;
    const testing::FakeClock clock;
    testing::ScriptedHttpClient http;
    AttemptContext context;
};

StartAttempt start_with_a_checkpoint() {
    StartAttempt start = example_start();
    start.checkpoint = 7;
    return start;
}

struct AttemptedAgain : Attempted {
    AttemptedAgain() : Attempted(start_with_a_checkpoint()) {}
};

struct AttemptedWithoutTokens : Attempted {
    AttemptedWithoutTokens() : Attempted(StartAttempt{}) {}
};

BOOST_FIXTURE_TEST_SUITE(attempt_context, Attempted)

BOOST_AUTO_TEST_CASE(hands_on_what_the_attempt_was_started_with) {
    BOOST_TEST(context.parameters().integer("limit") == 7);
    BOOST_TEST(context.run().job == "nightly");
    BOOST_TEST(context.run().attempt == 2);
    BOOST_TEST(context.service_url("transfer") == "https://transfer.example/");
    BOOST_TEST(&context.http() == &http);
    BOOST_TEST(&context.output() == &std::cout);
}

BOOST_AUTO_TEST_CASE(has_an_authorizer_for_each_resource_server) {
    BOOST_TEST(context.authorizer("apple.example").authorization_header() == "Bearer A");
    BOOST_TEST(context.authorizer("zebra.example").authorization_header() == "Bearer Z");
    BOOST_TEST(&context.authorizer("apple.example") == &context.authorizer("apple.example"));
}

BOOST_AUTO_TEST_CASE(tells_the_resource_servers_in_the_order_of_the_scopes) {
    const std::vector<std::string> servers = {"zebra.example", "apple.example"};
    BOOST_TEST(context.resource_servers() == servers, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(has_the_first_authorizer_by_default) {
    BOOST_TEST(&context.authorizer({}) == &context.authorizer("zebra.example"));
}

BOOST_AUTO_TEST_CASE(refuses_what_the_task_type_does_not_declare) {
    BOOST_TEST(thrown<Error>([&] { context.authorizer("other.example"); }) ==
               "the task type declares no scopes at 'other.example'");
    BOOST_TEST(thrown<Error>([&] { context.set_output("other", 1); }) ==
               "the task type declares no output called 'other'");
    BOOST_TEST(thrown<Error>([&] { context.service_url("other"); }) ==
               "the task's provider knows no service called 'other'");
    BOOST_TEST(supervisor.is_quiet());
}

BOOST_AUTO_TEST_CASE(tells_the_supervisor) {
    context.log(LogLevel::error, "two\nlines \x1b[31m");
    const auto line = supervisor.receive<LogLine>();
    BOOST_TEST((line.level == LogLevel::error));
    BOOST_TEST(line.text == "two\\nlines \\x1b[31m");
    context.set_output("count", 3);
    const auto output = supervisor.receive<OutputValue>();
    BOOST_TEST(output.name == "count");
    BOOST_TEST(output.value.integer() == 3);
    context.report_progress({1, 2, "steps"});
    BOOST_TEST(supervisor.receive<Progress>().what == "steps");
}

BOOST_AUTO_TEST_CASE(keeps_a_checkpoint_once_the_supervisor_says_so) {
    BOOST_TEST(!context.checkpoint().has_value());
    supervisor.answer(CheckpointAnswer{});
    context.save_checkpoint(Value::Map{{"id", "s-1"}});
    BOOST_TEST(supervisor.receive<Checkpoint>().state.find("id")->text() == "s-1");
    BOOST_TEST(context.checkpoint().value().find("id")->text() == "s-1");
    supervisor.answer(CheckpointAnswer{"the checkpoint cannot be kept for now"});
    BOOST_TEST(thrown<ServiceUnreachable>([&] { context.save_checkpoint(2); }) ==
               "the checkpoint cannot be kept for now");
    BOOST_TEST(context.checkpoint().value().find("id")->text() == "s-1");
}

BOOST_AUTO_TEST_CASE(asks_for_no_checkpoint_that_is_too_large) {
    BOOST_TEST(thrown<ValueError>([&] { context.save_checkpoint(std::string(65'536, 'x')); }) ==
               "a checkpoint has at most 65536 bytes as JSON, and this 65538: keep a name or a number, and the rest in "
               "a file");
    BOOST_TEST(supervisor.is_quiet());
}

BOOST_AUTO_TEST_CASE(takes_no_token_for_an_answer_to_a_checkpoint) {
    supervisor.answer(TokenRefusal{"zebra.example", TokenRefusal::Reason::state, "no"});
    BOOST_TEST(thrown<ProtocolError>([&] { context.save_checkpoint(1); }) ==
               "the supervisor answered a checkpoint with something else");
}

BOOST_AUTO_TEST_CASE(knows_when_it_is_cancelled) {
    BOOST_TEST(!context.is_cancelled());
    context.sleep_for(0ms);
    std::raise(SIGTERM);
    BOOST_TEST(context.is_cancelled());
    BOOST_CHECK_THROW(context.sleep_for(1h), Cancelled);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_CASE(attempt_context_without_tokens_has_no_authorizer, AttemptedWithoutTokens) {
    BOOST_TEST(thrown<Error>([&] { context.authorizer({}); }) ==
               "the task type declares no scopes, so it has no authorizer");
    BOOST_TEST(context.resource_servers().empty());
}

BOOST_FIXTURE_TEST_CASE(attempt_context_has_what_an_earlier_attempt_kept, AttemptedAgain) {
    BOOST_TEST(context.checkpoint().value().integer() == 7);
}

}  // namespace errand

#include "protocol/messages.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <concepts>
#include <limits>
#include <ostream>

#include "support/mutations.hpp"
#include "support/thrown.hpp"

namespace errand {

using namespace std::chrono_literals;
using testing::thrown;

/// The payload of a message's one frame.
template <class Message>
std::string payload(const Message& message) {
    FrameDecoder decoder;
    decoder.feed(encode(message));
    return decoder.next().value();
}

template <class Message>
Message there_and_back(const SupervisorMessage& message) {
    return std::get<Message>(decode_supervisor_message(payload(message)));
}

template <class Message>
Message there_and_back(const TaskMessage& message) {
    return std::get<Message>(decode_task_message(payload(message)));
}

/// Only what names the secret on purpose can send it.
static_assert(!std::constructible_from<Value, Secret> && !std::constructible_from<Value, const Secret&>);

const Clock::CalendarTime kNoon = Clock::CalendarTime(1'772'366'400'123ms);

TokenGrant example_grant() { return {"transfer.api.globus.org", Secret("T0k3n"), "client-1", "a b", kNoon, 90s}; }

StartAttempt example_start() {
    StartAttempt start;
    start.library = "/opt/plugins/globus.so";
    start.task_type = "list-endpoints";
    start.parameters = {{"limit", 7}, {"tags", Value::List{"a", nullptr, 1.5}}};
    start.secrets.emplace("password", "hush");
    start.run = {"nightly", "list", "20260301T060000Z-3f9a2c", 2, kNoon};
    start.tokens = {example_grant(), example_grant()};
    start.tokens[1].resource_server = "groups.api.globus.org";
    start.services = {{"transfer", "https://transfer.example/"}, {"groups", "https://groups.example/"}};
    start.http = {1500ms,
                  100ms,
                  200ms,
                  300ms,
                  "/etc/ca.pem",
                  "/etc/ssl/certs",
                  {"/etc/ca.pem", "/etc/ssl/certs"},
                  true,
                  2,
                  Secret("http://proxy.example"),
                  {"a.example"}};
    start.files = {{"/srv/in", "/opt/data"}, {"/srv/out/"}, true};
    start.checkpoint = Value::Map{{"id", "s-1"}};
    return start;
}

void check_equal(const TokenGrant& found, const TokenGrant& wanted) {
    BOOST_TEST(found.resource_server == wanted.resource_server);
    BOOST_TEST(found.token.reveal() == wanted.token.reveal());
    BOOST_TEST(found.client_id == wanted.client_id);
    BOOST_TEST(found.scopes == wanted.scopes);
    BOOST_TEST((found.expires_at == wanted.expires_at));
    BOOST_TEST((found.renew_after == wanted.renew_after));
}

BOOST_AUTO_TEST_SUITE(supervisor_message)

BOOST_AUTO_TEST_CASE(start_arrives_whole) {
    const StartAttempt wanted = example_start();
    const auto found = there_and_back<StartAttempt>(SupervisorMessage(wanted));
    BOOST_TEST(found.library == wanted.library);
    BOOST_TEST(found.task_type == wanted.task_type);
    BOOST_TEST((found.parameters == wanted.parameters));
    BOOST_TEST_REQUIRE(found.secrets.size() == 1U);
    BOOST_TEST(found.secrets.at("password").reveal() == "hush");
    BOOST_TEST(found.run.job == wanted.run.job);
    BOOST_TEST(found.run.task == wanted.run.task);
    BOOST_TEST(found.run.run_id == wanted.run.run_id);
    BOOST_TEST(found.run.attempt == wanted.run.attempt);
    BOOST_TEST((found.run.scheduled_for == wanted.run.scheduled_for));
    BOOST_TEST_REQUIRE(found.tokens.size() == 2U);
    check_equal(found.tokens[0], wanted.tokens[0]);
    check_equal(found.tokens[1], wanted.tokens[1]);
    BOOST_TEST((found.services == wanted.services));
    BOOST_TEST((found.files == wanted.files));
    BOOST_TEST((found.checkpoint == wanted.checkpoint));
}

BOOST_AUTO_TEST_CASE(start_of_a_task_that_kept_nothing_or_null_says_so) {
    StartAttempt start = example_start();
    start.checkpoint.reset();
    BOOST_TEST(!there_and_back<StartAttempt>(SupervisorMessage(start)).checkpoint);
    start.checkpoint = Value();
    BOOST_TEST(there_and_back<StartAttempt>(SupervisorMessage(start)).checkpoint.value().is_null());
}

BOOST_AUTO_TEST_CASE(answer_to_a_checkpoint_arrives_whole) {
    BOOST_TEST(there_and_back<CheckpointAnswer>(SupervisorMessage(CheckpointAnswer{"not\nnow"})).trouble == "not\nnow");
}

BOOST_AUTO_TEST_CASE(start_carries_how_http_is_set_up) {
    const HttpLimits found = there_and_back<StartAttempt>(SupervisorMessage(example_start())).http;
    BOOST_TEST((found.timeout == 1500ms));
    BOOST_TEST(found.ca_file == "/etc/ca.pem");
    BOOST_TEST(found.ca_directory == "/etc/ssl/certs");
    BOOST_TEST((found.ca_places == std::vector<std::string>{"/etc/ca.pem", "/etc/ssl/certs"}));
    BOOST_TEST(found.loopback_only);
    BOOST_TEST(found.max_retries == 2);
    BOOST_TEST((found.connect_timeout == 100ms));
    BOOST_TEST((found.tls_timeout == 200ms));
    BOOST_TEST((found.first_byte_timeout == 300ms));
    BOOST_TEST(found.proxy.reveal() == "http://proxy.example");
    BOOST_TEST((found.no_proxy == std::vector<std::string>{"a.example"}));
}

BOOST_AUTO_TEST_CASE(start_of_a_run_by_hand_has_no_slot) {
    StartAttempt start = example_start();
    start.run.scheduled_for.reset();
    BOOST_TEST(!there_and_back<StartAttempt>(SupervisorMessage(start)).run.scheduled_for);
}

BOOST_AUTO_TEST_CASE(token_arrives_whole) {
    check_equal(there_and_back<TokenGrant>(SupervisorMessage(example_grant())), example_grant());
}

BOOST_AUTO_TEST_CASE(refusal_arrives_whole) {
    using Reason = TokenRefusal::Reason;
    for (const Reason reason : {Reason::credentials, Reason::unreachable, Reason::configuration, Reason::state}) {
        const auto found = there_and_back<TokenRefusal>(SupervisorMessage(TokenRefusal{"r1", reason, "no\nway"}));
        BOOST_TEST(found.resource_server == "r1");
        BOOST_TEST((found.reason == reason));
        BOOST_TEST(found.message == "no\nway");
    }
}

BOOST_AUTO_TEST_CASE(too_large_for_a_frame_is_refused) {
    StartAttempt start = example_start();
    start.task_type = std::string(kLargestFrame, 'x');
    BOOST_TEST(thrown<ProtocolError>([&] { encode(SupervisorMessage(start)); }).rfind("a message of 83", 0) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(task_message)

BOOST_AUTO_TEST_CASE(token_request_arrives_whole) {
    const auto found = there_and_back<TokenRequest>(TaskMessage(TokenRequest{"r1", Secret("old"), {"a[b]", "c"}}));
    BOOST_TEST(found.resource_server == "r1");
    BOOST_TEST(found.rejected.reveal() == "old");
    BOOST_TEST((found.asked_scopes == std::vector<std::string>{"a[b]", "c"}));
}

BOOST_AUTO_TEST_CASE(checkpoint_arrives_whole) {
    const Value state = Value::Map{{"id", "s-1"}, {"parts", Value::List{1, nullptr}}};
    BOOST_TEST((there_and_back<Checkpoint>(TaskMessage(Checkpoint{state})).state == state));
}

BOOST_AUTO_TEST_CASE(log_line_arrives_whole) {
    for (const LogLevel level : {LogLevel::debug, LogLevel::info, LogLevel::warning, LogLevel::error}) {
        const auto found = there_and_back<LogLine>(TaskMessage(LogLine{level, "tea \u2615"}));
        BOOST_TEST((found.level == level));
        BOOST_TEST(found.text == "tea \u2615");
    }
}

BOOST_AUTO_TEST_CASE(progress_arrives_whole) {
    constexpr std::int64_t kLarge = std::numeric_limits<std::int64_t>::max();
    const auto found = there_and_back<Progress>(TaskMessage(Progress{kLarge, -1, "files"}));
    BOOST_TEST(found.done == kLarge);
    BOOST_TEST(found.total == -1);
    BOOST_TEST(found.what == "files");
}

BOOST_AUTO_TEST_CASE(output_arrives_whole) {
    const Value value = Value::List{nullptr, true, 3, 2.5, "x", Value::Map{{"kind", "log"}}};
    const auto found = there_and_back<OutputValue>(TaskMessage(OutputValue{"endpoints", value}));
    BOOST_TEST(found.name == "endpoints");
    BOOST_TEST((found.value == value));
}

BOOST_AUTO_TEST_CASE(refusal_of_a_library_arrives_whole) {
    BOOST_TEST(there_and_back<LibraryRefusal>(TaskMessage(LibraryRefusal{"x.so: no\ngood"})).why == "x.so: no\ngood");
}

BOOST_AUTO_TEST_CASE(outcome_arrives_whole) {
    using Kind = Outcome::Kind;
    for (const Kind kind :
         {Kind::success, Kind::failure, Kind::credentials_refused, Kind::service_unreachable, Kind::cancelled}) {
        const auto found = there_and_back<Outcome>(TaskMessage(Outcome{kind, "so it was"}));
        BOOST_TEST((found.kind == kind));
        BOOST_TEST(found.message == "so it was");
    }
}

BOOST_AUTO_TEST_SUITE_END()

struct Malformed {
    const char* payload;
    const char* message;
};

std::ostream& operator<<(std::ostream& out, const Malformed& malformed) { return out << malformed.payload; }

const Malformed malformed_for_both[] = {
    {"", "a malformed message: not JSON: unexpected end of text"},
    {"nonsense", "a malformed message: not JSON: expected 'u' instead of byte 'o'"},
    {"7", "a message lacks 'kind'"},
    {"[]", "a message lacks 'kind'"},
    {"{}", "a message lacks 'kind'"},
    {R"({"kind":7})", "a malformed message: expected text, found an integer"},
    {R"({"kind":"bogus"})", "unknown kind of message 'bogus'"},
    {R"({"kind":"0123456789012345678901234567890123456789 and more"})",
     "unknown kind of message '0123456789012345678901234567890123456789'"},
};

const Malformed malformed_for_supervisor[] = {
    {R"({"kind":"start"})", "unknown kind of message 'start'"},
    {R"({"kind":"token_request"})", "a message lacks 'resource_server'"},
    {R"({"kind":"token_request","resource_server":"r"})", "a message lacks 'rejected'"},
    {R"({"kind":"token_request","resource_server":"r","rejected":""})", "a message lacks 'asked_scopes'"},
    {R"({"kind":"token_request","resource_server":7,"rejected":""})",
     "a malformed message: expected text, found an integer"},
    {R"({"kind":"checkpoint"})", "a message lacks 'state'"},
    {R"({"kind":"checkpoint_answer","trouble":""})", "unknown kind of message 'checkpoint_answer'"},
    {R"({"kind":"log","text":"x"})", "a message lacks 'level'"},
    {R"({"kind":"log","level":"loud","text":"x"})", "unknown word 'loud' in a message"},
    {R"({"kind":"log","level":"info"})", "a message lacks 'text'"},
    {R"({"kind":"log","level":"info","text":null})", "a malformed message: expected text, found null"},
    {R"({"kind":"progress","total":1,"what":""})", "a message lacks 'done'"},
    {R"({"kind":"progress","done":1.5,"total":1,"what":""})",
     "a malformed message: expected an integer, found a number"},
    {R"({"kind":"progress","done":99999999999999999999,"total":1,"what":""})",
     "a malformed message: expected an integer, found a number"},
    {R"({"kind":"output","value":1})", "a message lacks 'name'"},
    {R"({"kind":"output","name":"n"})", "a message lacks 'value'"},
    {R"({"kind":"outcome","message":""})", "a message lacks 'outcome'"},
    {R"({"kind":"outcome","outcome":"fine","message":""})", "unknown word 'fine' in a message"},
    {R"({"kind":"outcome","outcome":"success"})", "a message lacks 'message'"},
    {R"({"kind":"outcome","outcome":"success","message":[]})", "a malformed message: expected text, found a list"},
};

const Malformed malformed_for_task[] = {
    {R"({"kind":"log"})", "unknown kind of message 'log'"},
    {R"({"kind":"checkpoint_answer"})", "a message lacks 'trouble'"},
    {R"({"kind":"no_token","resource_server":"r","reason":"mood","message":""})", "unknown word 'mood' in a message"},
    {R"({"kind":"no_token","resource_server":"r","message":""})", "a message lacks 'reason'"},
    {R"({"kind":"token","token":"t","client_id":"","scopes":"","expires_at":0,"renew_after":0})",
     "a message lacks 'resource_server'"},
    {R"({"kind":"token","resource_server":"r","token":"t","client_id":"","scopes":[],"expires_at":0,"renew_after":0})",
     "a malformed message: expected text, found a list"},
    {R"({"kind":"token","resource_server":"r","token":"t","client_id":"","scopes":"",
         "expires_at":9223372036854775807,"renew_after":0})",
     "a time in a message is beyond what the calendar clock can hold"},
    {R"({"kind":"start"})", "a message lacks 'library'"},
    {R"({"kind":"start","library":"l","task_type":"t","parameters":[]})",
     "a malformed message: expected a map, found a list"},
    {R"({"kind":"start","library":"l","task_type":"t","parameters":{},"secrets":{},"run":{}})",
     "a message lacks 'job'"},
};

BOOST_AUTO_TEST_SUITE(malformed_message)

BOOST_DATA_TEST_CASE(is_refused_in_both_directions, boost::unit_test::data::make(malformed_for_both), malformed) {
    BOOST_TEST(thrown<ProtocolError>([&] { decode_task_message(malformed.payload); }) == malformed.message);
    BOOST_TEST(thrown<ProtocolError>([&] { decode_supervisor_message(malformed.payload); }) == malformed.message);
}

BOOST_DATA_TEST_CASE(is_refused_by_the_supervisor, boost::unit_test::data::make(malformed_for_supervisor), malformed) {
    BOOST_TEST(thrown<ProtocolError>([&] { decode_task_message(malformed.payload); }) == malformed.message);
}

BOOST_DATA_TEST_CASE(is_refused_by_the_task, boost::unit_test::data::make(malformed_for_task), malformed) {
    BOOST_TEST(thrown<ProtocolError>([&] { decode_supervisor_message(malformed.payload); }) == malformed.message);
}

/// Decodes it, or refuses it as a ProtocolError: anything else is a fault, as is what a sanitizer finds.
template <class Decode>
bool is_accepted(const std::string& stream, Decode decode) {
    FrameDecoder decoder;
    decoder.feed(stream);
    try {
        while (const auto payload = decoder.next()) decode(*payload);
        return true;
    } catch (const ProtocolError&) {
        return false;
    }
}

BOOST_AUTO_TEST_CASE(never_does_more_than_being_refused) {
    constexpr int kRounds = 3000;
    const std::string from_supervisor = encode(SupervisorMessage(example_start()));
    const std::string from_task = encode(TaskMessage(TokenRequest{"r1", Secret("old")})) +
                                  encode(TaskMessage(OutputValue{"n", Value::Map{{"a", Value::List{1, 2.5, "x"}}}})) +
                                  encode(TaskMessage(Progress{1, 2, "x"}));
    testing::Mutations mutations;
    int refused = 0;
    for (int i = 0; i < kRounds; ++i) {
        refused += !is_accepted(mutations.of(from_supervisor), decode_supervisor_message);
        refused += !is_accepted(mutations.of(from_task), decode_task_message);
    }
    BOOST_TEST(refused > kRounds / 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

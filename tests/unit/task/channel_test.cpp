#include "task/channel.hpp"

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <system_error>
#include <thread>

#include "supervisor_end.hpp"
#include "support/thrown.hpp"

namespace errand {

using testing::thrown;

struct Ends {
    testing::SupervisorEnd supervisor;
    Channel channel{supervisor.task_end()};
};

TokenGrant grant(const std::string& resource_server, const std::string& token) {
    return {resource_server, Secret(std::string(token)), "client-1", "a b", {}, std::chrono::minutes(1)};
}

BOOST_FIXTURE_TEST_SUITE(channel, Ends)

BOOST_AUTO_TEST_CASE(carries_messages_to_the_supervisor_in_order) {
    channel.send(LogLine{LogLevel::warning, "one"});
    channel.send(Progress{1, 2, "steps"});
    BOOST_TEST(supervisor.receive<LogLine>().text == "one");
    BOOST_TEST(supervisor.receive<Progress>().total == 2);
    BOOST_TEST(supervisor.is_quiet());
}

BOOST_AUTO_TEST_CASE(waits_for_the_supervisor_to_take_a_large_message) {
    const std::string large(std::size_t{4} << 20, 'x');
    std::thread sender([&] { channel.send(OutputValue{"large", large}); });
    BOOST_TEST((supervisor.receive<OutputValue>().value.text() == large));
    sender.join();
}

BOOST_AUTO_TEST_CASE(hears_the_supervisor_whatever_pieces_come) {
    const std::string frames =
        encode(SupervisorMessage(grant("r1", "A"))) + encode(SupervisorMessage(grant("r2", "B")));
    supervisor.write(frames.substr(0, 10));
    supervisor.write(frames.substr(10));
    BOOST_TEST(std::get<TokenGrant>(channel.receive()).resource_server == "r1");
    BOOST_TEST(std::get<TokenGrant>(channel.receive()).resource_server == "r2");
}

BOOST_AUTO_TEST_CASE(gives_everyone_who_asks_concurrently_their_own_answer) {
    constexpr int kAskers = 8;
    std::vector<std::string> answers(kAskers);
    std::vector<std::thread> askers;
    for (int i = 0; i < kAskers; ++i)
        askers.emplace_back([&, i] {
            SupervisorMessage answer = channel.ask(TokenRequest{"r" + std::to_string(i), Secret()});
            answers[static_cast<std::size_t>(i)] = std::get<TokenGrant>(answer).resource_server;
        });
    for (int i = 0; i < kAskers; ++i) supervisor.answer(grant(supervisor.receive<TokenRequest>().resource_server, "A"));
    for (std::thread& asker : askers) asker.join();
    for (int i = 0; i < kAskers; ++i) BOOST_TEST(answers[static_cast<std::size_t>(i)] == "r" + std::to_string(i));
}

BOOST_AUTO_TEST_CASE(says_when_the_supervisor_is_gone) {
    // Poco's Net library blocks it when it is loaded; a process without that would die of it.
    sigset_t broken_pipe;
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    ::pthread_sigmask(SIG_UNBLOCK, &broken_pipe, nullptr);
    supervisor.hang_up();
    BOOST_TEST(thrown<ProtocolError>([&] { channel.receive(); }) == "the supervisor hung up");
    BOOST_TEST(thrown<std::system_error>([&] { channel.send(LogLine{}); }) ==
               "cannot reach the supervisor: Broken pipe");
}

BOOST_AUTO_TEST_CASE(says_when_the_supervisor_hangs_up_within_a_message) {
    supervisor.write(encode(SupervisorMessage(grant("r1", "A"))).substr(0, 20));
    supervisor.hang_up();
    BOOST_TEST(thrown<ProtocolError>([&] { channel.receive(); }) == "the supervisor hung up");
}

BOOST_AUTO_TEST_CASE(refuses_what_is_no_message) {
    supervisor.write(encode_frame("{}"));
    BOOST_TEST(thrown<ProtocolError>([&] { channel.receive(); }) == "a message lacks 'kind'");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

#include "runner/attempt.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

#include "attempt_surroundings.hpp"
#include "support/descriptors.hpp"

namespace errand {

/// Starts a process that does nothing until it is let go, and keeps the task's end of the socket for a test that speaks
/// in its place.
class VentriloquistSpawner final : public ProcessSpawner {
public:
    pid_t spawn(const ProcessRequest& request) override {
        task_end = UniqueFd(fcntl(request.descriptors.at(kTaskSocket), F_DUPFD_CLOEXEC, 0));
        return spawner_.spawn({"/bin/sh", {"-c", "read never"}, {}, {}, {life_.first.get()}});
    }
    std::optional<ProcessEnd> reap(pid_t pid) override { return spawner_.reap(pid); }
    void end_orphans() override {}

    void let_go() { life_.second.reset(); }

    UniqueFd task_end;

private:
    testing::DescriptorPair life_ = testing::make_pipe();
    PosixSpawner spawner_;
};

/// An attempt that has been started, and a test that speaks for its task.
struct Conversation : testing::AttemptSurroundings {
    Conversation() : AttemptSurroundings(spawner), attempt(attempt_request, settings, world) {
        BOOST_TEST_REQUIRE(std::holds_alternative<StartAttempt>(heard().value()));
    }

    /// Says it, and has it heard.
    void say(const TaskMessage& message) {
        const std::string bytes = encode(message);
        BOOST_TEST_REQUIRE(::send(spawner.task_end.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
                           static_cast<ssize_t>(bytes.size()));
        proceed(std::chrono::minutes(1));
    }
    /// Has the attempt look at its journal, and before that wait for the task for `patience` at most.
    void proceed(std::chrono::milliseconds patience = {}) {
        waits.clear();
        attempt.add_waits(waits);
        waits.wait(patience);
        attempt.proceed(waits);
    }
    /// What the task is told by now, if it is told anything.
    std::optional<SupervisorMessage> heard() {
        std::array<char, 4096> buffer;
        const ssize_t count = ::recv(spawner.task_end.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (count > 0) decoder.feed({buffer.data(), static_cast<std::size_t>(count)});
        const auto payload = decoder.next();
        return payload ? std::optional(decode_supervisor_message(*payload)) : std::nullopt;
    }
    /// What the answer to a checkpoint says; nothing while there is none.
    std::optional<std::string> answer() {
        const auto message = heard();
        return message ? std::optional(std::get<CheckpointAnswer>(*message).trouble) : std::nullopt;
    }

    VentriloquistSpawner spawner;
    const AttemptRequest attempt_request = request();
    Attempt attempt;
    PollSet waits;
    FrameDecoder decoder;
};

/// What a task says last, with a token in it, and what is told of it.
struct BlabbedEnd {
    const char* title;
    TaskMessage message;
    const char* shown;
};

std::ostream& operator<<(std::ostream& out, const BlabbedEnd& end) { return out << end.title; }

const BlabbedEnd blabbed_ends[] = {
    {"it fails", Outcome{Outcome::Kind::failure, "refused tok-en-of-ada\n"}, "refused <token>\\n"},
    {"it refuses its library", LibraryRefusal{"it has tok-en-of-ada\x1b in it"}, "it has <token>\\x1b in it"},
};

BOOST_FIXTURE_TEST_SUITE(attempt, Conversation)

BOOST_AUTO_TEST_CASE(says_that_a_checkpoint_is_kept_once_it_is) {
    say(Checkpoint{"sent as 7"});
    BOOST_TEST(journal.told == "checkpoint\n");
    BOOST_TEST(!answer().has_value());
    proceed();
    BOOST_TEST(!answer().has_value());
    journal.fate_of_all = RunJournal::Fate::kept;
    BOOST_TEST(!answer().has_value());
    proceed();
    BOOST_TEST(answer().value() == "");
    proceed();
    BOOST_TEST(!answer().has_value());
}

BOOST_AUTO_TEST_CASE(refuses_a_checkpoint_that_cannot_be_kept_for_now) {
    say(Checkpoint{"sent as 7"});
    BOOST_TEST(!answer().has_value());
    journal.fate_of_all = RunJournal::Fate::late;
    proceed();
    BOOST_TEST(answer().value() == "the checkpoint cannot be kept for now");
    // It follows when it can, and is what the next attempt finds.
    BOOST_TEST(attempt.checkpoint().value().text() == "sent as 7");
    journal.fate_of_all = RunJournal::Fate::kept;
    say(Checkpoint{"sent as 8"});
    BOOST_TEST(answer().value() == "");
    BOOST_TEST(journal.told == "checkpoint\ncheckpoint\n");
}

BOOST_DATA_TEST_CASE(gives_away_no_secret_however_it_ends, boost::unit_test::data::make(blabbed_ends), end) {
    redactor.add("tok-en-of-ada", "<token>");
    say(end.message);
    spawner.let_go();
    while (!attempt.is_over()) proceed(std::chrono::minutes(1));
    BOOST_TEST(attempt.result().message == end.shown);
}

BOOST_AUTO_TEST_CASE(takes_no_checkpoint_before_the_last_one_is_answered) {
    say(Checkpoint{"sent as 7"});
    say(Checkpoint{"sent as 8"});
    BOOST_TEST(journal.told == "checkpoint\n");
    BOOST_TEST_REQUIRE(!answer().has_value());
    while (!attempt.is_over()) proceed(std::chrono::minutes(1));
    BOOST_TEST(attempt.result().message == "broke the protocol: a checkpoint before the last one was answered");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

#include "runner/verdict.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <ostream>

namespace errand {

/// An attempt that ended by itself, and what is said of it.
struct Judged {
    const char* title;
    std::optional<Outcome> outcome;
    TaskProcess::End end;
    AttemptState state;
    const char* message;
};

inline std::ostream& operator<<(std::ostream& out, const Judged& judged) { return out << judged.title; }

constexpr int exited(int code) { return code << 8; }

const Judged judged_attempts[] = {
    {"success", Outcome::success("done"), {}, AttemptState::succeeded, "done"},
    {"failure", Outcome::failure("no luck"), {}, AttemptState::failed, "no luck"},
    {"no outcome",
     std::nullopt,
     {SIGKILL},
     AttemptState::failed,
     "ended without an outcome: killed by SIGKILL (Killed)"},
    {"success, then a crash",
     Outcome::success("done"),
     {SIGSEGV},
     AttemptState::failed,
     "succeeded, and then ended badly: killed by SIGSEGV (Segmentation fault)"},
    {"success, then a bad exit",
     Outcome::success("done"),
     {exited(3)},
     AttemptState::failed,
     "succeeded, and then ended badly: exit code 3"},
    {"success with a process left",
     Outcome::success("done"),
     {0, 0, LeftBehind{1, "sleep"}},
     AttemptState::failed,
     "left the process 'sleep' behind; a task has to wait for the processes that it starts"},
    {"success with processes left",
     Outcome::success("done"),
     {0, 0, LeftBehind{3, "sh"}},
     AttemptState::failed,
     "left 3 processes behind, 'sh' among them; a task has to wait for the processes that it starts"},
    {"failure with a process left",
     Outcome::failure("no luck"),
     {0, 0, LeftBehind{1, "sleep"}},
     AttemptState::failed,
     "no luck"},
};

BOOST_DATA_TEST_CASE(judges_an_attempt_by_what_it_said_and_how_it_ended, boost::unit_test::data::make(judged_attempts),
                     judged) {
    const Verdict verdict = judge(judged.outcome, judged.end);
    BOOST_TEST(state_name(verdict.state) == std::string(state_name(judged.state)));
    BOOST_TEST(verdict.message == judged.message);
}

}  // namespace errand

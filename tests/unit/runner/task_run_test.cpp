#include "runner/task_run.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <system_error>

#include "attempt_surroundings.hpp"

namespace errand {

/// Starts nothing, and counts how often it was to.
class NoSpawner final : public ProcessSpawner {
public:
    pid_t spawn(const ProcessRequest&) override {
        ++count;
        throw std::system_error(ENOENT, std::generic_category(), "cannot start it");
    }
    std::optional<ProcessEnd> reap(pid_t) override { return {}; }
    void end_orphans() override {}

    int count = 0;
};

/// A task that is about to make its first attempt.
struct Announced : testing::AttemptSurroundings {
    Announced() : AttemptSurroundings(spawner) {}
    TaskRun begin() { return TaskRun(request(), settings, world); }

    NoSpawner spawner;
    const PollSet nothing;
};

BOOST_FIXTURE_TEST_SUITE(task_run, Announced)

BOOST_AUTO_TEST_CASE(begins_no_attempt_before_it_is_kept) {
    TaskRun run = begin();
    run.proceed(nothing);
    BOOST_TEST(journal.told == "begins 1\n");
    BOOST_TEST(spawner.count == 0);
    BOOST_TEST(!run.is_over());
    journal.fate_of_all = RunJournal::Fate::kept;
    run.proceed(nothing);
    BOOST_TEST(spawner.count == 1);
    BOOST_TEST(run.result().message == "cannot start it: No such file or directory");
    BOOST_TEST((run.result().state == AttemptState::storage_unusable));
    BOOST_TEST(journal.told == "begins 1\nended 1 storage_unusable\n");
}

BOOST_AUTO_TEST_CASE(can_be_ended_while_it_waits_for_that) {
    TaskRun run = begin();
    run.cancel("cancelled by ada");
    BOOST_TEST_REQUIRE(run.is_over());
    BOOST_TEST((run.result().state == AttemptState::cancelled));
    BOOST_TEST(run.result().message == "cancelled by ada, while it waited for attempt 1");
    BOOST_TEST(journal.told == "begins 1\nended 1 cancelled\n");
    journal.fate_of_all = RunJournal::Fate::kept;
    run.proceed(nothing);
    BOOST_TEST(spawner.count == 0);
}

BOOST_AUTO_TEST_CASE(keeps_to_the_limit_for_all_attempts_while_it_waits_for_that) {
    task.retry.time_limit = std::chrono::minutes(1);
    TaskRun run = begin();
    BOOST_TEST((run.wake_at() == clock.steady_now() + std::chrono::minutes(1)));
    clock.advance(std::chrono::minutes(1));
    run.proceed(nothing);
    BOOST_TEST_REQUIRE(run.is_over());
    BOOST_TEST((run.result().state == AttemptState::timed_out));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

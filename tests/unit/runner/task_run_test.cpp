#include "runner/task_run.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <system_error>

#include "support/fake_clock.hpp"
#include "support/temporary_directory.hpp"

namespace errand {

/// A journal that keeps things when a test says so.
class SlowJournal final : public RunJournal {
public:
    void task_begins(const TaskDefinition&) override {}
    Ticket attempt_begins(const TaskDefinition&, int attempt) override {
        told += "begins " + std::to_string(attempt) + "\n";
        return 1;
    }
    void attempt_ended(const TaskDefinition&, int attempt, const AttemptResult& result) override {
        told += "ended " + std::to_string(attempt) + " " + state_name(result.state) + "\n";
    }
    void task_ended(const TaskDefinition&, const AttemptResult&) override {}
    Ticket checkpoint_saved(const TaskDefinition&, const Value&) override { return 1; }
    Fate fate(Ticket) override { return has_kept_it ? Fate::kept : Fate::waiting; }
    int descriptor() const override { return -1; }
    News take_news() override { return {}; }

    std::string told;
    bool has_kept_it = false;
};

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

class BlindObserver final : public RunObserver {
public:
    void stage_begins(std::size_t) override {}
    void items_begin(const TaskDefinition&, std::size_t) override {}
    void attempt_started(const TaskDefinition&, int) override {}
    void retry_planned(const TaskDefinition&, int, const AttemptResult&, std::chrono::milliseconds) override {}
    void progressed(const TaskDefinition&, const Progress&) override {}
    void logged(const TaskDefinition&, LogLevel, std::string_view) override {}
    void task_ended(const TaskDefinition&, const AttemptResult&, int) override {}
    void troubled(std::string_view) override {}
    Clock::SteadyTime about_to_wait() override { return Clock::SteadyTime::max(); }
    OutletBuffer& output_outlet() override { return nowhere; }
    void will_print() override {}
    void output_failed(int) override {}
    OutletBuffer& log_outlet() override { return nowhere; }

    OutletBuffer nowhere{-1};
};

/// A task that is about to make its first attempt.
struct Announced {
    Announced() {
        settings.work_directory = directory.path() / "work";
        task.name = "copy";
    }
    TaskRun begin() {
        return TaskRun({task, {}, {"job", "copy", "run", 1, {}}, "/nowhere/plugin.so", nullptr}, settings, world);
    }

    const testing::TemporaryDirectory directory;
    testing::FakeClock clock;
    TaskDefinition task;
    SlowJournal journal;
    NoSpawner spawner;
    BlindObserver observer;
    Event give_up;
    BackgroundWork background{give_up};
    Redactor redactor;
    ReadSecret read_secret;
    AttemptSettings settings;
    AttemptWorld world{spawner, clock, observer, journal, background, redactor, read_secret};
    const PollSet nothing;
};

BOOST_FIXTURE_TEST_SUITE(task_run, Announced)

BOOST_AUTO_TEST_CASE(begins_no_attempt_before_it_is_kept) {
    TaskRun run = begin();
    run.proceed(nothing);
    BOOST_TEST(journal.told == "begins 1\n");
    BOOST_TEST(spawner.count == 0);
    BOOST_TEST(!run.is_over());
    journal.has_kept_it = true;
    run.proceed(nothing);
    BOOST_TEST(spawner.count == 1);
    BOOST_TEST(run.result().message == "cannot start it: No such file or directory");
    BOOST_TEST((run.result().state == AttemptState::storage_unusable));
    BOOST_TEST(journal.told == "begins 1\nended 1 storage unusable\n");
}

BOOST_AUTO_TEST_CASE(can_be_ended_while_it_waits_for_that) {
    TaskRun run = begin();
    run.cancel("cancelled by ada");
    BOOST_TEST_REQUIRE(run.is_over());
    BOOST_TEST((run.result().state == AttemptState::cancelled));
    BOOST_TEST(run.result().message == "cancelled by ada, while it waited for attempt 1");
    BOOST_TEST(journal.told == "begins 1\nended 1 cancelled\n");
    journal.has_kept_it = true;
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

#include "cli/live/run_overview.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "support/fake_clock.hpp"
#include "support/live_tasks.hpp"

namespace errand {

using testing::item_of;
using testing::task_named;

struct Overview {
    std::string names() const {
        std::string names;
        for (const TaskUnderWay& task : run.under_way()) names += task.name + " ";
        return names;
    }
    void start(const TaskDefinition& task) { run.attempt_started(task, 1, now); }

    const Clock::SteadyTime now = testing::FakeClock().steady_now();
    RunOverview run;
};

BOOST_FIXTURE_TEST_SUITE(run_overview, Overview)

BOOST_AUTO_TEST_CASE(has_tasks_in_the_order_in_which_they_began) {
    start(task_named("b"));
    start(task_named("a"));
    start(task_named("c"));
    BOOST_TEST(names() == "b a c ");
    run.task_ended(task_named("a"), AttemptState::succeeded);
    BOOST_TEST(names() == "b c ");
}

BOOST_AUTO_TEST_CASE(has_items_below_their_task) {
    run.items_begin(task_named("copy"), 3, now);
    start(item_of("copy", 0));
    start(task_named("list"));
    run.items_begin(task_named("send"), 2, now);
    start(item_of("send", 0));
    start(item_of("copy", 1));
    BOOST_TEST(names() == "copy copy[0] copy[1] list send send[0] ");
}

BOOST_AUTO_TEST_CASE(counts_items_by_themselves) {
    run.expect_tasks(1);
    run.items_begin(task_named("copy"), 4, now);
    start(item_of("copy", 0));
    start(item_of("copy", 1));
    run.task_ended(item_of("copy", 0), AttemptState::succeeded);
    run.task_ended(item_of("copy", 1), AttemptState::failed);
    // One that did not come to an attempt.
    run.task_ended(item_of("copy", 2), AttemptState::misconfigured);
    BOOST_TEST_REQUIRE(names() == "copy ");
    BOOST_TEST(run.under_way().front().progress->done == 3);
    BOOST_TEST(run.under_way().front().progress->total == 4);
    BOOST_TEST(run.under_way().front().bad_items == 2U);
    BOOST_TEST(run.counts().succeeded + run.counts().failed == 0U);
    run.task_ended(task_named("copy"), AttemptState::failed);
    BOOST_TEST(names() == "");
    BOOST_TEST(run.counts().failed == 1U);
}

BOOST_AUTO_TEST_CASE(counts_what_became_of_tasks) {
    run.expect_tasks(5);
    for (const AttemptState state : {AttemptState::succeeded, AttemptState::succeeded, AttemptState::skipped,
                                     AttemptState::timed_out, AttemptState::failed})
        run.task_ended(task_named("any"), state);
    run.expect_tasks(2);
    BOOST_TEST(run.counts().all == 7U);
    BOOST_TEST(run.counts().succeeded == 2U);
    BOOST_TEST(run.counts().skipped == 1U);
    BOOST_TEST(run.counts().failed == 2U);
}

BOOST_AUTO_TEST_CASE(forgets_the_progress_of_an_attempt_that_is_over) {
    TaskDefinition task = task_named("send");
    task.retry.attempts = 3;
    start(task);
    run.progressed(task, {1, 2, "mails"});
    BOOST_TEST(run.under_way().front().progress.has_value());
    run.retry_planned(task, 1, now + std::chrono::seconds(5));
    const TaskUnderWay& shown = run.under_way().front();
    BOOST_TEST(!shown.progress.has_value());
    BOOST_TEST((shown.begins == now + std::chrono::seconds(5)));
    run.attempt_started(task, 2, now + std::chrono::seconds(6));
    BOOST_TEST(!shown.begins.has_value());
    BOOST_TEST(shown.attempt == 2);
    BOOST_TEST(shown.most_attempts == 3);
    BOOST_TEST((shown.began == now + std::chrono::seconds(6)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>

#include "store_fixture.hpp"

namespace errand {

using namespace std::chrono_literals;
using testing::ids_of;
using testing::joined;
using testing::store_kinds;
using testing::StoreFixture;
using testing::to_text;

BOOST_AUTO_TEST_SUITE(store_clock)

BOOST_DATA_TEST_CASE(that_is_set_back_leaves_runs_in_the_order_in_which_they_came, store_kinds(), kind) {
    StoreFixture fixture(kind);
    for (const char* run : {"a", "b", "c"}) {
        fixture.begin(run);
        fixture.end(run);
        fixture.clock.set_back(3h);
    }
    BOOST_TEST(ids_of(fixture.store->history({})) == "c, b, a");
    BOOST_TEST(fixture.store->last_run("sync")->id == "c");
    HistoryFilter page;
    page.before = "b";
    BOOST_TEST(ids_of(fixture.store->history(page)) == "a");
    BOOST_TEST((fixture.find("c").began_at == fixture.clock.now() + 3h - 1s));
}

BOOST_DATA_TEST_CASE(that_is_set_back_has_nothing_pruned_too_early, store_kinds(), kind) {
    StoreFixture fixture(kind);
    fixture.begin("a");
    fixture.end("a");
    fixture.clock.set_back(3h);
    fixture.begin("b");
    fixture.end("b");
    BOOST_TEST(joined(fixture.store->prune({.max_age = 1h, .max_runs_per_job = {}})) == "");
    BOOST_TEST(joined(fixture.store->prune({.max_age = {}, .max_runs_per_job = 1})) == "a");
}

BOOST_DATA_TEST_CASE(that_is_set_back_ends_no_lost_run_before_it_began, store_kinds(), kind) {
    StoreFixture fixture(kind);
    fixture.begin("a");
    fixture.record("a", TaskBegan{{"copy", {}}, fixture.clock.now()});
    fixture.record("a", AttemptBegan{{"copy", {}}, 1, fixture.clock.now()});
    fixture.clock.set_back(3h);
    BOOST_TEST(fixture.store->mark_lost("a", "it is gone"));
    const RunRecord run = fixture.find("a");
    BOOST_TEST((run.ended_at == run.began_at));
    const TaskRecord task = fixture.store->tasks("a").at(0);
    BOOST_TEST((task.ended_at == task.began_at));
    const AttemptRecord attempt = fixture.store->attempts("a").at(0);
    BOOST_TEST((attempt.ended_at == attempt.began_at));
}

BOOST_DATA_TEST_CASE(that_is_set_back_opens_no_slot_again, store_kinds(), kind) {
    StoreFixture fixture(kind);
    NewRun run = fixture.new_run("a");
    run.scheduled_for = fixture.clock.now();
    fixture.begin(run);
    fixture.end("a");
    fixture.clock.set_back(3h);
    run.id = "b";
    BOOST_TEST(to_text(fixture.begin(run)) == "slot taken: run a has this slot");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

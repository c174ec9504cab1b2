#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "store_fixture.hpp"

namespace errand {

namespace {

using testing::store_kinds;
using testing::StoreFixture;
using testing::to_text;

const auto kKinds = boost::unit_test::data::make(store_kinds());

}  // namespace

BOOST_AUTO_TEST_SUITE(store_slots)

BOOST_DATA_TEST_CASE(a_slot_is_for_one_run_forever, kKinds, kind) {
    StoreFixture fixture(kind);
    NewRun run = StoreFixture::new_run("a");
    run.scheduled_for = fixture.clock.now();
    BOOST_TEST(to_text(fixture.begin(run)) == "started");
    fixture.end("a", RunState::failed);
    fixture.store->remove(std::vector<std::string>{"a"});

    run.id = "b";
    const Admission second = fixture.begin(run);
    BOOST_TEST(to_text(second) == "slot taken: run a has this slot");
    BOOST_TEST(second.other_run == "a");
    BOOST_TEST(!fixture.store->find_run("b").has_value());
}

BOOST_DATA_TEST_CASE(slots_of_other_times_and_jobs_are_others, kKinds, kind) {
    StoreFixture fixture(kind);
    NewRun run = StoreFixture::new_run("a");
    run.overlap = Overlap::allow;
    run.scheduled_for = fixture.clock.now();
    fixture.begin(run);
    run.id = "b";
    run.scheduled_for = *run.scheduled_for + std::chrono::minutes(1);
    BOOST_TEST(to_text(fixture.begin(run)) == "started");
    run.id = "c";
    run.job = "purge";
    BOOST_TEST(to_text(fixture.begin(run)) == "started");
}

BOOST_DATA_TEST_CASE(a_skipped_run_uses_its_slot_up, kKinds, kind) {
    StoreFixture fixture(kind);
    fixture.begin("a");
    NewRun run = StoreFixture::new_run("b");
    run.scheduled_for = fixture.clock.now();
    fixture.begin(run);
    fixture.end("a");
    run.id = "c";
    BOOST_TEST(to_text(fixture.begin(run)) == "slot taken: run b has this slot");
}

BOOST_DATA_TEST_CASE(the_same_run_may_be_begun_again, kKinds, kind) {
    StoreFixture fixture(kind);
    NewRun run = StoreFixture::new_run("a");
    run.scheduled_for = fixture.clock.now();
    for (int time = 0; time < 2; ++time) BOOST_TEST(to_text(fixture.begin(run)) == "started");
    for (int time = 0; time < 2; ++time)
        BOOST_TEST(to_text(fixture.begin("b", Overlap::queue)) ==
                   "queued: waits for run a of this job, which is running");
    for (int time = 0; time < 2; ++time)
        BOOST_TEST(to_text(fixture.begin("c", Overlap::skip)) == "skipped: run a of this job is still running");
}

BOOST_DATA_TEST_CASE(an_id_is_for_one_run, kKinds, kind) {
    StoreFixture fixture(kind);
    fixture.begin("a");
    NewRun other = StoreFixture::new_run("a");
    other.host_key = "host-4";
    BOOST_CHECK_EXCEPTION(fixture.begin(other), StoreUnusable, [](const StoreUnusable& error) {
        const std::string said = error.what();
        BOOST_TEST(said.substr(said.rfind("' has")) == "' has another run with the id a; begin again with a new id");
        return true;
    });
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(store_overlap)

struct Overlapping {
    const char* title;
    Overlap overlap;
    const char* answer;
};
std::ostream& operator<<(std::ostream& stream, const Overlapping& row) { return stream << row.title; }
const Overlapping kOverlapping[] = {
    {"skip", Overlap::skip, "skipped: run a of this job is still running"},
    {"queue", Overlap::queue, "queued: waits for run a of this job, which is running"},
    {"replace", Overlap::replace, "queued: waits for run a of this job, which is running"},
    {"allow", Overlap::allow, "started"},
};

BOOST_DATA_TEST_CASE(while_another_run_is_under_way, kKinds* boost::unit_test::data::make(kOverlapping), kind, row) {
    StoreFixture fixture(kind);
    fixture.begin("a");
    BOOST_TEST(to_text(fixture.begin("b", row.overlap)) == row.answer);
    NewRun other_job = StoreFixture::new_run("c");
    other_job.job = "purge";
    other_job.overlap = row.overlap;
    BOOST_TEST(to_text(fixture.begin(other_job)) == "started");
}

BOOST_DATA_TEST_CASE(when_no_other_run_is_under_way, kKinds* boost::unit_test::data::make(kOverlapping), kind, row) {
    StoreFixture fixture(kind);
    fixture.begin("a");
    fixture.end("a");
    BOOST_TEST(to_text(fixture.begin("b", row.overlap)) == "started");
}

BOOST_DATA_TEST_CASE(a_skipped_run_is_over, kKinds, kind) {
    StoreFixture fixture(kind);
    fixture.begin("a");
    BOOST_TEST(fixture.begin("b", Overlap::skip).other_run == "a");
    const RunRecord run = fixture.find("b");
    BOOST_TEST(to_string(run.state) == "skipped");
    BOOST_TEST(run.reason == "run a of this job is still running");
    BOOST_TEST(run.exit_code.value() == 75);
    BOOST_CHECK(run.ended_at == fixture.clock.now());
    BOOST_CHECK(!run.began_at);
}

BOOST_DATA_TEST_CASE(a_queued_run_is_in_the_way_of_one_that_skips, kKinds, kind) {
    StoreFixture fixture(kind);
    fixture.begin("a", Overlap::allow, {{"disk", 1}});
    NewRun run = StoreFixture::new_run("b");
    run.job = "purge";
    run.pools = {{"disk", 1}};
    fixture.begin(run);
    run.id = "c";
    run.overlap = Overlap::skip;
    BOOST_TEST(to_text(fixture.begin(run)) == "skipped: run b of this job is still queued");
}

BOOST_DATA_TEST_CASE(queued_runs_start_in_their_order, kKinds, kind) {
    StoreFixture fixture(kind);
    for (const char* id : {"a", "b", "c"}) fixture.begin(id, Overlap::queue);
    BOOST_TEST(to_text(fixture.store->try_start("b")) == "queued: waits for run a of this job, which is running");
    fixture.end("a");
    BOOST_TEST(to_text(fixture.store->try_start("c")) == "queued: waits for run b of this job, which is queued");
    fixture.clock.advance(std::chrono::seconds(7));
    BOOST_TEST(to_text(fixture.store->try_start("b")) == "started");
    BOOST_CHECK(fixture.find("b").began_at == fixture.clock.now());
    BOOST_TEST(fixture.find("b").reason == "");
    BOOST_TEST(to_text(fixture.store->try_start("b")) == "started");
    fixture.end("b", RunState::failed);
    BOOST_TEST(to_text(fixture.store->try_start("c")) == "started");
}

BOOST_DATA_TEST_CASE(one_that_replaces_asks_the_others_to_end, kKinds, kind) {
    StoreFixture fixture(kind);
    fixture.begin("a");
    fixture.begin("b", Overlap::queue);
    BOOST_TEST(to_text(fixture.begin("c", Overlap::replace)) ==
               "queued: waits for run a of this job, which is running");
    for (const char* id : {"a", "b"}) {
        const auto request = fixture.store->cancel_request(id);
        BOOST_REQUIRE(request);
        BOOST_TEST(request->by == "run c, which replaces it");
        BOOST_CHECK(request->at == fixture.clock.now());
    }
    BOOST_TEST(to_text(fixture.store->try_start("b")) == "cancelled: cancelled by run c, which replaces it");
    fixture.end("a", RunState::cancelled);
    BOOST_TEST(to_text(fixture.store->try_start("b")) == "cancelled: cancelled by run c, which replaces it");
    BOOST_TEST(to_text(fixture.store->try_start("c")) == "started");
}

BOOST_DATA_TEST_CASE(a_queued_run_that_is_over_does_not_start, kKinds, kind) {
    StoreFixture fixture(kind);
    fixture.begin("a");
    fixture.begin("b", Overlap::queue);
    fixture.store->mark_lost("b", "its supervisor is gone");
    fixture.end("a");
    BOOST_TEST(to_text(fixture.store->try_start("b")) == "over: its supervisor is gone");
}

BOOST_DATA_TEST_CASE(a_run_that_is_not_there_does_not_start, kKinds, kind) {
    StoreFixture fixture(kind);
    BOOST_CHECK_THROW(fixture.store->try_start("a"), StoreUnusable);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(store_pools)

BOOST_DATA_TEST_CASE(a_full_pool_makes_a_run_wait, kKinds, kind) {
    StoreFixture fixture(kind);
    BOOST_TEST(to_text(fixture.begin("a", Overlap::allow, {{"disk", 2}})) == "started");
    BOOST_TEST(to_text(fixture.begin("b", Overlap::allow, {{"disk", 2}, {"net", 1}})) == "started");
    const Admission third = fixture.begin("c", Overlap::allow, {{"disk", 2}});
    BOOST_TEST(to_text(third) == "queued: waits for a place in the pool 'disk' behind 2 runs, run a among them");
    BOOST_TEST(third.other_run == "a");
    BOOST_TEST(to_text(fixture.begin("d", Overlap::allow, {{"net", 1}})) ==
               "queued: waits for a place in the pool 'net' behind run b");
    BOOST_TEST(to_text(fixture.begin("e")) == "started");
    fixture.end("b");
    BOOST_TEST(to_text(fixture.store->try_start("d")) == "started");
    BOOST_TEST(to_text(fixture.store->try_start("c")) == "started");
    BOOST_TEST(fixture.store->check_integrity().empty());
}

BOOST_DATA_TEST_CASE(whoever_waits_longest_has_the_next_place, kKinds, kind) {
    StoreFixture fixture(kind);
    for (const char* id : {"a", "b", "c"}) fixture.begin(id, Overlap::allow, {{"disk", 1}});
    fixture.end("a");
    BOOST_TEST(to_text(fixture.store->try_start("c")) == "queued: waits for a place in the pool 'disk' behind run b");
    BOOST_TEST(to_text(fixture.begin("d", Overlap::allow, {{"disk", 1}})) ==
               "queued: waits for a place in the pool 'disk' behind run b");
    BOOST_TEST(to_text(fixture.store->try_start("b")) == "started");
}

BOOST_DATA_TEST_CASE(one_that_waits_for_its_job_keeps_no_place, kKinds, kind) {
    StoreFixture fixture(kind);
    fixture.begin("a", Overlap::queue);
    fixture.begin("b", Overlap::queue, {{"disk", 1}});
    NewRun other_job = StoreFixture::new_run("c");
    other_job.job = "purge";
    other_job.pools = {{"disk", 1}};
    BOOST_TEST(to_text(fixture.begin(other_job)) == "started");
}

BOOST_DATA_TEST_CASE(one_that_waits_for_a_queued_run_of_its_job_keeps_no_place, kKinds, kind) {
    StoreFixture fixture(kind);
    const auto begin_other_job = [&](const char* id, const char* pool) {
        NewRun run = StoreFixture::new_run(id);
        run.job = "purge";
        run.overlap = Overlap::allow;
        run.pools = {{pool, 1}};
        return to_text(fixture.begin(run));
    };
    begin_other_job("a", "net");
    fixture.begin("b", Overlap::queue, {{"net", 1}});
    BOOST_TEST(to_text(fixture.begin("c", Overlap::queue, {{"disk", 1}})) ==
               "queued: waits for run b of this job, which is queued");
    BOOST_TEST(begin_other_job("d", "disk") == "started");
}

BOOST_DATA_TEST_CASE(one_that_is_to_be_cancelled_keeps_no_place, kKinds, kind) {
    StoreFixture fixture(kind);
    for (const char* id : {"a", "b", "c"}) fixture.begin(id, Overlap::allow, {{"disk", 1}});
    fixture.store->request_cancel("b", "ada");
    fixture.end("a");
    BOOST_TEST(to_text(fixture.store->try_start("c")) == "started");
}

BOOST_DATA_TEST_CASE(a_lost_run_gives_its_place_back, kKinds, kind) {
    StoreFixture fixture(kind);
    for (const char* id : {"a", "b"}) fixture.begin(id, Overlap::allow, {{"disk", 1}});
    fixture.store->mark_lost("a", "its supervisor is gone");
    BOOST_TEST(to_text(fixture.store->try_start("b")) == "started");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <functional>

#include "store_fixture.hpp"
#include "support/thrown.hpp"

namespace errand {

namespace {

using testing::ids_of;
using testing::joined;
using testing::StoreFixture;

const auto kHistoryKinds = boost::unit_test::data::make(testing::store_kinds());

/// The runs a to f: those of `purge` are b and e; c failed, f is under way, the others succeeded. A second apart.
struct HistoryFixture : StoreFixture {
    explicit HistoryFixture(const std::string& kind) : StoreFixture(kind), start(clock.now()) {
        for (const char* id : {"a", "b", "c", "d", "e", "f"}) {
            NewRun run = new_run(id);
            run.overlap = Overlap::allow;
            if (run.id == "b" || run.id == "e") run.job = "purge";
            begin(run);
        }
        for (const char* id : {"a", "b", "d", "e"}) end(id);
        end("c", RunState::failed);
    }

    const StoreTime start;
};

struct FilterRow {
    const char* title;
    std::function<void(HistoryFilter&, StoreTime)> set;
    const char* ids;
};
const FilterRow kFilterRows[] = {
    {"all", [](HistoryFilter&, StoreTime) {}, "f, e, d, c, b, a"},
    {"of a job", [](HistoryFilter& filter, StoreTime) { filter.job = "purge"; }, "e, b"},
    {"of no job", [](HistoryFilter& filter, StoreTime) { filter.job = "purg"; }, ""},
    {"in a state", [](HistoryFilter& filter, StoreTime) { filter.states = {RunState::failed}; }, "c"},
    {"in states",
     [](HistoryFilter& filter, StoreTime) {
         filter.states = {RunState::failed, RunState::running, RunState::lost};
     },
     "f, c"},
    {"since", [](HistoryFilter& filter, StoreTime start) { filter.since = start + std::chrono::seconds(5); }, "f, e"},
    {"until", [](HistoryFilter& filter, StoreTime start) { filter.until = start + std::chrono::seconds(3); }, "b, a"},
    {"some", [](HistoryFilter& filter, StoreTime) { filter.limit = 2; }, "f, e"},
    {"further ones", [](HistoryFilter& filter, StoreTime) { filter.before = "e", filter.limit = 2; }, "d, c"},
    {"before the first", [](HistoryFilter& filter, StoreTime) { filter.before = "a"; }, ""},
    {"all at once",
     [](HistoryFilter& filter, StoreTime start) {
         filter.job = "sync", filter.states = {RunState::succeeded}, filter.before = "f", filter.limit = 1;
         filter.since = start, filter.until = start + std::chrono::seconds(9);
     },
     "d"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(store_history)

BOOST_DATA_TEST_CASE(gives_the_runs_that_are_asked_for, kHistoryKinds, kind) {
    HistoryFixture fixture(kind);
    for (const FilterRow& row : kFilterRows) {
        BOOST_TEST_CONTEXT(row.title) {
            HistoryFilter filter;
            row.set(filter, fixture.start);
            BOOST_TEST(ids_of(fixture.store->history(filter)) == row.ids);
        }
    }
}

BOOST_DATA_TEST_CASE(gives_the_last_run_of_a_job, kHistoryKinds, kind) {
    HistoryFixture fixture(kind);
    BOOST_TEST(fixture.store->last_run("sync")->id == "f");
    BOOST_TEST(fixture.store->last_run("sync", RunState::succeeded)->id == "d");
    BOOST_CHECK(!fixture.store->last_run("sync", RunState::lost));
    BOOST_CHECK(!fixture.store->last_run("mail"));
}

BOOST_DATA_TEST_CASE(gives_the_unfinished_runs_of_a_host, kHistoryKinds, kind) {
    HistoryFixture fixture(kind);
    NewRun elsewhere = StoreFixture::new_run("g");
    elsewhere.overlap = Overlap::queue;
    elsewhere.host_key = "host-4";
    fixture.begin(elsewhere);
    fixture.begin("h", Overlap::queue);
    BOOST_TEST(ids_of(fixture.store->unfinished_runs("host-3")) == "f, h");
    BOOST_TEST(ids_of(fixture.store->unfinished_runs("host-4")) == "g");
    BOOST_TEST(ids_of(fixture.store->unfinished_runs("host-5")) == "");
}

BOOST_DATA_TEST_CASE(finds_a_run_by_the_beginning_of_its_id, kHistoryKinds, kind) {
    StoreFixture fixture(kind);
    for (const char* id : {"2027-a", "2027-ab", "2027-b", "2028-c", "2028-d", "2028-e", "2030-x", "2031"})
        fixture.begin(id);
    BOOST_TEST(fixture.find("2027-b").id == "2027-b");
    BOOST_TEST(fixture.find("2027-ab").id == "2027-ab");
    BOOST_TEST(fixture.find("2028-d").id == "2028-d");
    BOOST_TEST(fixture.find("2030").id == "2030-x");
    // A whole id counts, whatever else begins with it.
    BOOST_TEST(fixture.find("2027-a").id == "2027-a");
    for (const char* none : {"", "2027-c", "2026", "2027-ä", "%", "2027_a"})
        BOOST_TEST(!fixture.store->find_run(none).has_value(), none);
    BOOST_TEST(testing::thrown<StoreError>([&] { fixture.store->find_run("2027-"); }) ==
               "several runs begin with '2027-': 2027-a, 2027-ab, 2027-b, …; give more of the id");
    try {
        fixture.store->find_run("20");
    } catch (const StoreError& error) {
        BOOST_TEST(static_cast<int>(error.code()) == 64);
    }
}

BOOST_DATA_TEST_CASE(has_nothing_of_a_run_that_is_not_there, kHistoryKinds, kind) {
    StoreFixture fixture(kind);
    BOOST_CHECK(fixture.store->definition("a") == Value());
    BOOST_TEST(fixture.store->tasks("a").empty());
    BOOST_TEST(fixture.store->attempts("a").empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(store_pruning)

BOOST_DATA_TEST_CASE(removes_what_is_too_old, kHistoryKinds, kind) {
    HistoryFixture fixture(kind);
    // They ended in the order a, b, d, e, c, a second apart.
    Retention retention;
    retention.max_age = std::chrono::seconds(2);
    auto removed = fixture.store->prune(retention);
    std::sort(removed.begin(), removed.end());
    BOOST_TEST(joined(removed) == "a, b");
    BOOST_TEST(ids_of(fixture.store->history({})) == "f, e, d, c");
    BOOST_TEST(fixture.store->prune(retention).empty());
}

BOOST_DATA_TEST_CASE(removes_what_is_too_much_of_each_job, kHistoryKinds, kind) {
    HistoryFixture fixture(kind);
    Retention retention;
    retention.max_runs_per_job = 1;
    fixture.store->prune(retention);
    BOOST_TEST(ids_of(fixture.store->history({})) == "f, e");
    retention.max_runs_per_job = 0;
    fixture.store->prune(retention);
    BOOST_TEST(ids_of(fixture.store->history({})) == "f");
}

BOOST_DATA_TEST_CASE(keeps_everything_when_nothing_is_said, kHistoryKinds, kind) {
    HistoryFixture fixture(kind);
    BOOST_TEST(fixture.store->prune({}).empty());
}

BOOST_DATA_TEST_CASE(removes_more_than_one_step_takes, kHistoryKinds, kind) {
    StoreFixture fixture(kind);
    for (int number = 1000; number < 1510; ++number) {
        fixture.begin("r" + std::to_string(number));
        fixture.end("r" + std::to_string(number));
    }
    Retention retention;
    retention.max_runs_per_job = 10;
    BOOST_TEST(fixture.store->prune(retention).size() == 500U);
    BOOST_TEST(fixture.store->history({}).size() == 10U);
}

BOOST_DATA_TEST_CASE(tells_which_runs_are_gone, kHistoryKinds, kind) {
    HistoryFixture fixture(kind);
    std::vector<std::string> asked = {"a", "b"};
    for (int number = 1000; number < 1600; ++number) asked.push_back("r" + std::to_string(number));
    asked.emplace_back("c");
    const auto unknown = fixture.store->unknown_runs(asked);
    BOOST_TEST(unknown.size() == 600U);
    BOOST_TEST(unknown.front() == "r1000");
    fixture.store->remove(std::vector<std::string>{"a"});
    BOOST_TEST(joined(fixture.store->unknown_runs(std::vector<std::string>{"b", "a"})) == "a");
    BOOST_TEST(fixture.store->unknown_runs({}).empty());
}

BOOST_DATA_TEST_CASE(removes_all_of_a_run_but_its_slot, kHistoryKinds, kind) {
    StoreFixture fixture(kind);
    NewRun run = StoreFixture::new_run("a");
    run.scheduled_for = fixture.clock.now();
    run.pools = {{"disk", 1}};
    fixture.begin(run);
    fixture.record("a", TaskBegan{{"list", {}}, fixture.clock.now()});
    fixture.record("a", AttemptBegan{{"list", {}}, 1, fixture.clock.now()});
    fixture.record("a", CheckpointSaved{{"list", {}}, 1, fixture.clock.now()});
    fixture.end("a");
    BOOST_TEST(joined(fixture.store->remove(std::vector<std::string>{"a"})) == "a");
    BOOST_TEST(fixture.store->tasks("a").empty());
    BOOST_TEST(fixture.store->attempts("a").empty());
    BOOST_TEST(fixture.store->checkpoints("a").empty());
    BOOST_TEST(joined(fixture.store->check_integrity()) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

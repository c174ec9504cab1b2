#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "store/run_changes.hpp"
#include "store_fixture.hpp"

namespace errand {

namespace {

using testing::StoreFixture;

const auto kRecordKinds = boost::unit_test::data::make(testing::store_kinds());

/// `list[2] succeeded: 250 endpoints`
std::string to_text(const TaskKey& key, const std::string& state, const std::string& message) {
    const std::string item = key.item ? "[" + std::to_string(*key.item) + "]" : "";
    return key.task + item + " " + state + (message.empty() ? "" : ": " + message);
}

std::string tasks_of(Store& store, const std::string& run) {
    std::vector<std::string> lines;
    for (const TaskRecord& task : store.tasks(run)) lines.push_back(to_text(task.key, task.state, task.message));
    return testing::joined(lines);
}

std::string attempts_of(Store& store, const std::string& run) {
    std::vector<std::string> lines;
    for (const AttemptRecord& attempt : store.attempts(run))
        lines.push_back(std::to_string(attempt.attempt) + " of " +
                        to_text(attempt.key, attempt.state, attempt.message));
    return testing::joined(lines);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(store_record)

BOOST_DATA_TEST_CASE(gives_back_what_a_run_began_with, kRecordKinds, kind) {
    StoreFixture fixture(kind);
    fixture.begin("20270115T070000Z-000000");
    fixture.end("20270115T070000Z-000000");
    NewRun run = StoreFixture::new_run("20270115T080000Z-3f9a2c");
    run.scheduled_for = fixture.clock.now();
    run.parameters = Value::Map{{"count", 3}, {"ratio", 0.5}, {"name", "Ä'\"\\"}};
    run.definition = Value::List{"a graph", Value()};
    run.retry_of = "20270115T070000Z-000000";
    fixture.begin(run);

    const RunRecord record = fixture.find(run.id);
    BOOST_TEST(record.id == run.id);
    BOOST_TEST(record.job == "sync");
    BOOST_CHECK(record.scheduled_for == run.scheduled_for);
    BOOST_TEST(to_string(record.state) == "running");
    BOOST_TEST(record.reason == "");
    BOOST_CHECK(record.queued_at == fixture.clock.now());
    BOOST_CHECK(record.began_at == fixture.clock.now());
    BOOST_CHECK(!record.ended_at);
    BOOST_CHECK(!record.exit_code);
    BOOST_TEST(record.host_name == "beamline-3");
    BOOST_TEST(record.host_key == "host-3");
    BOOST_TEST(record.trigger == "cron");
    BOOST_CHECK(record.parameters == run.parameters);
    BOOST_CHECK(record.retry_of == run.retry_of);
    BOOST_CHECK(!record.cancel_requested);
    BOOST_CHECK(fixture.store->definition(run.id) == run.definition);
}

BOOST_DATA_TEST_CASE(keeps_what_happens_in_a_run, kRecordKinds, kind) {
    StoreFixture fixture(kind);
    fixture.begin("a");
    const StoreTime start = fixture.clock.now();
    const auto after = [&](int milliseconds) { return start + std::chrono::milliseconds(milliseconds); };
    const TaskKey list = {"list", {}};
    const TaskKey item = {"copy", 2};
    const Value outputs = Value::Map{{"count", 250}};
    const Change changes[] = {
        TaskBegan{list, after(1)},
        AttemptBegan{list, 1, after(2)},
        AttemptEnded{list, 1, "timed_out", "no answer", after(3), 1 << 20},
        AttemptBegan{list, 2, after(4)},
        AttemptEnded{list, 2, "succeeded", "250 endpoints", after(5), 0},
        TaskEnded{list, "succeeded", "250 endpoints", after(6), outputs},
        TaskBegan{item, after(7)},
        AttemptBegan{item, 1, after(8)},
        TaskEnded{{"mail", {}}, "skipped", "list has no output 'x'", after(9), {}},
    };
    // After a connection broke, a batch is written once more.
    for (int time = 0; time < 2; ++time) fixture.store->record("a", changes);

    BOOST_TEST(tasks_of(*fixture.store, "a") ==
               "list succeeded: 250 endpoints, copy[2] running, mail skipped: list has no output 'x'");
    BOOST_TEST(attempts_of(*fixture.store, "a") ==
               "1 of list timed_out: no answer, 2 of list succeeded: 250 endpoints, 1 of copy[2] running");
    const TaskRecord task = fixture.store->tasks("a")[0];
    BOOST_CHECK(task.began_at == after(1));
    BOOST_CHECK(task.ended_at == after(6));
    BOOST_CHECK(task.outputs == outputs);
    const TaskRecord skipped = fixture.store->tasks("a")[2];
    BOOST_CHECK(!skipped.began_at);
    BOOST_CHECK(skipped.outputs == Value());
    const AttemptRecord attempt = fixture.store->attempts("a")[0];
    BOOST_CHECK(attempt.began_at == after(2));
    BOOST_CHECK(attempt.ended_at == after(3));
    BOOST_TEST(attempt.peak_memory == 1 << 20);
}

BOOST_DATA_TEST_CASE(a_run_ends_with_what_is_open_in_it, kRecordKinds, kind) {
    StoreFixture fixture(kind);
    fixture.begin("a");
    const TaskKey key = {"list", {}};
    fixture.record("a", TaskBegan{key, fixture.clock.now()});
    fixture.record("a", AttemptBegan{key, 1, fixture.clock.now()});
    fixture.end("a", RunState::timed_out);

    const RunRecord run = fixture.find("a");
    BOOST_TEST(to_string(run.state) == "timed_out");
    BOOST_TEST(run.reason == "so it ended");
    BOOST_TEST(run.exit_code.value() == 1);
    BOOST_CHECK(run.ended_at == fixture.clock.now());
    BOOST_TEST(tasks_of(*fixture.store, "a") == "list lost");
    BOOST_TEST(attempts_of(*fixture.store, "a") == "1 of list lost");
    fixture.end("a", RunState::failed);
    BOOST_TEST(to_string(fixture.find("a").state) == "timed_out");
}

BOOST_DATA_TEST_CASE(records_nothing_of_a_run_that_is_not_there, kRecordKinds, kind) {
    StoreFixture fixture(kind);
    BOOST_CHECK_EXCEPTION(fixture.end("a"), StoreUnusable, [&](const StoreUnusable& error) {
        BOOST_TEST(error.what() == "the store '" + fixture.place.location().place + "' has no run 'a'");
        return true;
    });
}

BOOST_DATA_TEST_CASE(a_lost_run_is_over_until_it_says_how_it_ended, kRecordKinds, kind) {
    StoreFixture fixture(kind);
    fixture.begin("a");
    fixture.record("a", AttemptBegan{{"list", {}}, 1, fixture.clock.now()});
    fixture.clock.advance(std::chrono::seconds(5));
    BOOST_TEST(fixture.store->mark_lost("a", "its supervisor is gone"));
    BOOST_TEST(!fixture.store->mark_lost("a", "it is still gone"));
    BOOST_TEST(!fixture.store->mark_lost("b", "it was never there"));
    const RunRecord run = fixture.find("a");
    BOOST_TEST(to_string(run.state) == "lost");
    BOOST_TEST(run.reason == "its supervisor is gone");
    BOOST_CHECK(run.ended_at == fixture.clock.now());
    BOOST_CHECK(!run.exit_code);
    BOOST_TEST(attempts_of(*fixture.store, "a") == "1 of list lost");

    fixture.end("a");
    BOOST_TEST(to_string(fixture.find("a").state) == "succeeded");
    BOOST_TEST(!fixture.store->mark_lost("a", "too late"));
}

BOOST_DATA_TEST_CASE(the_first_request_to_cancel_stays, kRecordKinds, kind) {
    StoreFixture fixture(kind);
    fixture.begin("a");
    BOOST_CHECK(!fixture.store->cancel_request("a"));
    BOOST_TEST(fixture.store->request_cancel("a", "ada on beamline-3"));
    const StoreTime asked = fixture.clock.now();
    fixture.clock.advance(std::chrono::seconds(1));
    BOOST_TEST(fixture.store->request_cancel("a", "bob"));
    const auto request = fixture.store->cancel_request("a");
    BOOST_REQUIRE(request);
    BOOST_TEST(request->by == "ada on beamline-3");
    BOOST_CHECK(request->at == asked);
    BOOST_TEST(fixture.find("a").cancel_requested->by == "ada on beamline-3");

    fixture.end("a", RunState::cancelled);
    BOOST_TEST(!fixture.store->request_cancel("a", "bob"));
    BOOST_TEST(!fixture.store->request_cancel("b", "bob"));
    BOOST_CHECK(!fixture.store->cancel_request("b"));
}

struct OddText {
    const char* title;
    std::string text;
    std::string kept;
};
std::ostream& operator<<(std::ostream& stream, const OddText& row) { return stream << row.title; }
const OddText kOddTexts[] = {
    {"nothing", "", ""},
    {"what SQL means something by", "'; DROP TABLE runs; --\\ $1 ? \"", "'; DROP TABLE runs; --\\ $1 ? \""},
    {"more than ASCII", "Größe ≤ 😀", "Größe ≤ 😀"},
    {"NUL", std::string("a\0b", 3),
     "a\xEF\xBF\xBD"
     "b"},
    {"no UTF-8", "a\xFF\xC3", "a\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"lines and controls", "a\n\x1b[1m", "a\n\x1b[1m"},
    {"the longest", std::string(65536, 'x'), std::string(65536, 'x')},
    {"too long", std::string(65537, 'x'), std::string(65536, 'x') + "…"},
};

BOOST_DATA_TEST_CASE(odd_text_does_no_harm, kRecordKinds* boost::unit_test::data::make(kOddTexts), kind, row) {
    StoreFixture fixture(kind);
    fixture.begin("a");
    const TaskKey key = {"list", {}};
    fixture.record("a", TaskEnded{key, "failed", row.text, fixture.clock.now(), Value::Map{{"text", row.text}}});
    const TaskRecord task = fixture.store->tasks("a").at(0);
    BOOST_CHECK(task.message == row.kept);
    BOOST_TEST(task.outputs.find("text")->text().size() >= row.text.size());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(store_checkpoints)

BOOST_AUTO_TEST_CASE(what_is_to_outlive_the_machine_is_on_its_disk) {
    const TaskKey key = {"submit", {}};
    const Change began = AttemptBegan{key, 1, {}};
    const Change kept = CheckpointSaved{key, 1, {}};
    const Change ended = RunEnded{};
    BOOST_CHECK((durability_of(std::vector{began}) == Durability::process));
    BOOST_CHECK((durability_of(std::vector{began, kept, began}) == Durability::machine));
    BOOST_CHECK((durability_of(std::vector{began, ended}) == Durability::machine));
}

BOOST_DATA_TEST_CASE(the_newest_checkpoint_of_a_task_is_kept, kRecordKinds, kind) {
    StoreFixture fixture(kind);
    fixture.begin("a");
    BOOST_TEST(fixture.store->checkpoints("a").empty());
    for (const char* state : {"first", "second"})
        fixture.record("a", CheckpointSaved{{"submit", {}}, state, fixture.clock.now()});
    fixture.record("a", CheckpointSaved{{"submit", 0}, Value::Map{{"id", 7}}, fixture.clock.now(), "a.dat"});
    const auto kept = fixture.store->checkpoints("a");
    BOOST_TEST_REQUIRE(kept.size() == 2U);
    BOOST_CHECK((kept[0].key == TaskKey{"submit", {}}));
    BOOST_TEST(kept[0].state.text() == "second");
    BOOST_TEST(!kept[0].item.has_value());
    BOOST_CHECK((kept[1].key == TaskKey{"submit", 0}));
    BOOST_TEST(kept[1].state.find("id")->integer() == 7);
    BOOST_TEST(kept[1].item.value().text() == "a.dat");
    BOOST_CHECK_THROW(fixture.record("b", CheckpointSaved{{"submit", {}}, 1, fixture.clock.now()}), StoreUnusable);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "store_fixture.hpp"

namespace errand {

namespace {

using testing::ids_of;
using testing::joined;
using testing::StoreFixture;
using testing::to_text;

const auto kRetryKinds = boost::unit_test::data::make(testing::store_kinds());

/// A run `a` whose task `list` succeeded, and of the items of whose task `copy` the first did.
struct RetryFixture : StoreFixture {
    explicit RetryFixture(const std::string& kind) : StoreFixture(kind) {
        NewRun run = new_run("a");
        run.scheduled_for = slot;
        begin(run);
        record_task("list", {}, "succeeded", {});
        record_task("copy", 0, "succeeded", "a.dat");
        record_task("copy", 1, "failed", "b.dat");
        record_task("copy", {}, "failed", {});
        for (const TaskKey& key : {TaskKey{"list", {}}, TaskKey{"copy", 0}, TaskKey{"copy", 1}})
            record("a", CheckpointSaved{key, "kept", clock.now(), "item"});
    }
    void record_task(const std::string& task, std::optional<std::int64_t> item, const std::string& state,
                     const std::optional<Value>& value) {
        record("a", TaskBegan{{task, item}, clock.now(), value});
        record("a", TaskEnded{{task, item}, state, "250 of them", clock.now(), Value::Map{{"count", 250}}});
    }
    static NewRun retry(const std::string& id, const std::string& of, std::vector<std::string> kept = {}) {
        NewRun run = new_run(id);
        run.overlap = Overlap::allow;
        run.scheduled_for = slot;
        run.retry_of = of;
        run.kept_tasks = std::move(kept);
        return run;
    }
    /// `list succeeded: done by run a {"count":250}`
    std::string tasks_of(const std::string& run) const {
        std::string text;
        for (const TaskRecord& task : store->tasks(run))
            text += task.key.task + (task.key.item ? std::to_string(*task.key.item) : "") +
                    (task.item ? "=" + task.item->text() : "") + " " + task.state + ": " + task.message + "; ";
        return text;
    }
    std::string checkpoints_of(const std::string& run) const {
        std::string text;
        for (const CheckpointRecord& record : store->checkpoints(run))
            text += record.key.task + std::to_string(record.key.item.value_or(-1)) + "=" + record.item->text() + " " +
                    record.state.text() + "; ";
        return text;
    }

    static constexpr StoreTime slot = StoreTime(std::chrono::hours(500'000));
};

}  // namespace

BOOST_AUTO_TEST_SUITE(store_retries)

BOOST_DATA_TEST_CASE(a_run_begins_with_what_is_kept_of_the_one_that_it_does_over, kRetryKinds, kind) {
    RetryFixture fixture(kind);
    fixture.end("a", RunState::failed);
    BOOST_TEST(to_text(fixture.begin(RetryFixture::retry("b", "a", {"list", "copy", "mail"}))) == "started");
    BOOST_TEST(fixture.tasks_of("b") == "copy0=a.dat succeeded: done by run a; list succeeded: done by run a; ");
    BOOST_TEST(fixture.store->tasks("b").at(1).outputs.find("count")->integer() == 250);
    BOOST_CHECK(!fixture.store->tasks("b").at(1).began_at.has_value());
    BOOST_TEST(fixture.checkpoints_of("b") == "copy1=item kept; ");
    BOOST_TEST(fixture.find("b").retry_of.value() == "a");
    BOOST_TEST(joined(fixture.store->check_integrity()) == "");
}

BOOST_DATA_TEST_CASE(a_run_that_does_all_over_begins_with_checkpoints_alone, kRetryKinds, kind) {
    RetryFixture fixture(kind);
    fixture.end("a", RunState::failed);
    fixture.begin(RetryFixture::retry("b", "a"));
    BOOST_TEST(fixture.tasks_of("b") == "");
    BOOST_TEST(fixture.checkpoints_of("b") == "copy1=item kept; ");
}

BOOST_DATA_TEST_CASE(nothing_is_missed_when_that_run_ends_at_once_and_the_first_is_removed, kRetryKinds, kind) {
    RetryFixture fixture(kind);
    fixture.end("a", RunState::failed);
    fixture.begin(RetryFixture::retry("b", "a", {"list", "copy"}));
    fixture.store->mark_lost("b", "gone");
    fixture.store->remove(std::vector<std::string>{"a"});
    fixture.begin(RetryFixture::retry("c", "b", {"list", "copy"}));
    BOOST_TEST(fixture.tasks_of("c") == "copy0=a.dat succeeded: done by run a; list succeeded: done by run a; ");
    BOOST_TEST(fixture.checkpoints_of("c") == "copy1=item kept; ");
}

BOOST_DATA_TEST_CASE(a_run_is_done_over_when_it_is_over_and_by_one_run_at_once, kRetryKinds, kind) {
    RetryFixture fixture(kind);
    BOOST_TEST(to_text(fixture.begin(RetryFixture::retry("b", "a"))) == "skipped: run a is still running");
    BOOST_TEST(!fixture.store->find_run("b").has_value());
    fixture.end("a", RunState::failed);
    BOOST_TEST(!fixture.store->retry_of("x").has_value());
    BOOST_TEST(to_text(fixture.begin(RetryFixture::retry("c", "a"))) == "started");
    BOOST_TEST(to_text(fixture.begin(RetryFixture::retry("d", "a"))) ==
               "skipped: run c, which does it over, is still running");
    BOOST_TEST(to_text(fixture.begin(RetryFixture::retry("c", "a"))) == "started");
    fixture.end("c", RunState::failed);
    BOOST_TEST(to_text(fixture.begin(RetryFixture::retry("e", "a"))) == "started");
    BOOST_TEST(fixture.store->retry_of("a").value().id == "e");
    BOOST_CHECK_THROW(fixture.begin(RetryFixture::retry("f", "x")), StoreUnusable);
}

BOOST_DATA_TEST_CASE(a_run_that_was_done_over_is_not_for_one_that_is_to_be_the_only_retry, kRetryKinds, kind) {
    RetryFixture fixture(kind);
    fixture.end("a", RunState::failed);
    NewRun only = RetryFixture::retry("b", "a");
    only.is_only_retry = true;
    BOOST_TEST(to_text(fixture.begin(only)) == "started");
    fixture.end("b", RunState::failed);
    only.id = "c";
    BOOST_TEST(to_text(fixture.begin(only)) == "skipped: run b did it over");
    BOOST_TEST(ids_of(fixture.store->history({})) == "b, a");
}

BOOST_DATA_TEST_CASE(a_run_that_could_not_be_done_over_as_another_was_in_the_way_can_be_later, kRetryKinds, kind) {
    RetryFixture fixture(kind);
    fixture.end("a", RunState::failed);
    fixture.begin("b");
    NewRun retry = RetryFixture::retry("c", "a");
    retry.overlap = Overlap::skip;
    retry.is_only_retry = true;
    BOOST_TEST(to_text(fixture.begin(retry)) == "skipped: run b of this job is still running");
    BOOST_TEST(!fixture.store->retry_of("a").has_value());
    fixture.end("b");
    BOOST_TEST(to_text(fixture.begin(retry)) == "started");
}

BOOST_DATA_TEST_CASE(a_retry_that_does_not_begin_replaces_none, kRetryKinds, kind) {
    RetryFixture fixture(kind);
    fixture.end("a", RunState::failed);
    NewRun retry = RetryFixture::retry("b", "a");
    retry.overlap = Overlap::replace;
    BOOST_TEST(to_text(fixture.begin(retry)) == "started");
    retry.id = "c";
    BOOST_TEST(to_text(fixture.begin(retry)) == "skipped: run b, which does it over, is still running");
    BOOST_CHECK(!fixture.store->cancel_request("b").has_value());
}

BOOST_DATA_TEST_CASE(a_slot_stays_with_the_run_that_had_it_first, kRetryKinds, kind) {
    RetryFixture fixture(kind);
    fixture.end("a", RunState::failed);
    fixture.begin(RetryFixture::retry("b", "a"));
    BOOST_CHECK(fixture.find("b").scheduled_for == RetryFixture::slot);
    NewRun other = StoreFixture::new_run("c");
    other.scheduled_for = RetryFixture::slot;
    BOOST_TEST(to_text(fixture.begin(other)) == "slot taken: run a has this slot");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

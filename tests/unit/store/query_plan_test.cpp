#include <boost/test/unit_test.hpp>
#include <set>

#include "store/database_module.hpp"
#include "store/migrations.hpp"
#include "store/sql_store.hpp"
#include "store_fixture.hpp"

namespace errand {

namespace {

using testing::joined;
using testing::StorePlace;

constexpr int kRuns = 50'000;

/// Explains each statement before it is executed, and keeps what goes through a whole table or sorts.
class ExplainingDatabase final : public Database {
public:
    explicit ExplainingDatabase(std::unique_ptr<Database> database) : database_(std::move(database)) {}

    using Database::execute;
    std::vector<SqlRow> execute(const std::string& sql, const std::vector<SqlValue>& values) override {
        if (is_explaining) explain(sql, values);
        return database_->execute(sql, values);
    }
    void begin(Durability durability) override { database_->begin(durability); }
    void commit() override { database_->commit(); }
    void rollback() noexcept override { database_->rollback(); }
    void exclude_others() override { database_->exclude_others(); }
    bool has_table(const std::string& table) override { return database_->has_table(table); }
    std::string key_type() const override { return database_->key_type(); }
    std::vector<std::string> find_damage(std::size_t limit) override { return database_->find_damage(limit); }
    const std::string& name() const override { return database_->name(); }

    bool is_explaining = false;
    /// `USE TEMP B-TREE FOR ORDER BY in: SELECT …`
    std::vector<std::string> slow;
    std::set<std::string> indexes;

private:
    void explain(const std::string& sql, const std::vector<SqlValue>& values) {
        for (const SqlRow& row : database_->execute("EXPLAIN QUERY PLAN " + sql, values)) {
            const std::string step = row.at(3).value();
            constexpr std::string_view kUsing = " INDEX ";
            if (const auto at = step.find(kUsing); at != std::string::npos)
                indexes.insert(
                    step.substr(at + kUsing.size(), step.find(' ', at + kUsing.size()) - at - kUsing.size()));
            // The newest of all runs are a scan, which ends at its LIMIT. Runs under way, and those that one does over,
            // are few.
            const bool is_scan = step.starts_with("SCAN") && step != "SCAN runs USING INDEX runs_by_time" &&
                                 !step.starts_with("SCAN runs USING INDEX unfinished_runs") && step != "SCAN c" &&
                                 step != "SCAN n" && step != "SCAN needed";
            const bool is_few =
                sql.find("ended_at IS NULL") != std::string::npos || sql.find("chain") != std::string::npos;
            const bool is_slow = is_scan || (step.starts_with("USE TEMP B-TREE") && !is_few);
            if (is_slow) slow.push_back(step + " in: " + sql);
        }
    }

    std::unique_ptr<Database> database_;
};

/// 50,000 runs of 20 jobs, a minute apart; the last ten are under way.
struct FullStore {
    FullStore() {
        StoreLocation location = place.location();
        place.open(clock);
        auto explaining = std::make_unique<ExplainingDatabase>(open_by_module("sqlite", location));
        database = explaining.get();
        database->begin(Durability::process);
        database->execute(
            "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < $1)"
            " INSERT INTO runs (id, job, overlap, state, reason, queued_at, began_at, ended_at, host_name, host_key,"
            " started_by, parameters, definition) SELECT printf('r%05d', n), printf('job%02d', n % 20), 'skip',"
            " CASE WHEN n > $1 - 10 THEN 'running' WHEN n % 100 = 0 THEN 'failed' ELSE 'succeeded' END, '', n * 60000,"
            " n * 60000, CASE WHEN n > $1 - 10 THEN NULL ELSE n * 60000 + 1000 END, 'beamline-3', 'host-3', 'cron',"
            " '{}', '{}' FROM n",
            {std::int64_t{kRuns}});
        database->execute(
            "INSERT INTO slots (job, scheduled_for, run_id, claimed_at) SELECT job, queued_at, id, queued_at FROM "
            "runs");
        database->execute(
            "INSERT INTO attempts (run_id, task, item, attempt, state, message, began_at, peak_memory)"
            " SELECT id, 'list', -1, 1, 'succeeded', '', began_at, 0 FROM runs WHERE ended_at IS NULL");
        database->commit();
        store = std::make_unique<SqlStore>(std::move(explaining), clock);
        database->is_explaining = true;
    }
    ~FullStore() { BOOST_TEST(joined(database->slow) == ""); }

    testing::FakeClock clock;
    StorePlace place{"sqlite"};
    ExplainingDatabase* database = nullptr;
    std::unique_ptr<SqlStore> store;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(store_query_plans, FullStore)

BOOST_AUTO_TEST_CASE(history_goes_through_an_index) {
    HistoryFilter filter;
    BOOST_TEST(store->history(filter).size() == 100U);
    filter.before = "r30000";
    BOOST_TEST(store->history(filter)[0].id == "r29999");
    BOOST_TEST(database->indexes.count("runs_by_time") == 1U);
    filter.job = "job07";
    BOOST_TEST(store->history(filter)[0].id == "r29987");
    BOOST_TEST(store->last_run("job07", {})->id == "r49987");
    BOOST_TEST(database->indexes.count("runs_by_job") == 1U);
    filter = {};
    filter.states = {RunState::failed};
    filter.since = StoreTime(std::chrono::minutes(40'000));
    BOOST_TEST(store->history(filter).size() == 100U);
    BOOST_TEST(database->indexes.count("runs_by_state") == 1U);
}

BOOST_AUTO_TEST_CASE(show_goes_through_an_index) {
    BOOST_TEST(store->find_run("r12345")->id == "r12345");
    BOOST_TEST(store->find_run("r50000")->id == "r50000");
    BOOST_TEST(!store->find_run("r6").has_value());
    store->definition("r12345");
    store->cancel_request("r12345");
    store->checkpoints("r12345");
    store->retry_of("r12345");
    BOOST_TEST(database->indexes.count("runs_by_retry") == 1U);
    BOOST_TEST(store->unfinished_runs("host-3").size() == 10U);
    BOOST_TEST(database->indexes.count("unfinished_runs_by_host") == 1U);
    database->is_explaining = false;  // The tasks of one run are sorted.
    BOOST_TEST(store->attempts("r49999").size() == 1U);
}

BOOST_AUTO_TEST_CASE(beginning_and_ending_go_through_an_index) {
    NewRun run = testing::StoreFixture::new_run("s1");
    run.job = "job11";
    run.scheduled_for = StoreTime(std::chrono::minutes(kRuns + 1));
    BOOST_TEST(testing::to_text(store->begin_run(run)) == "skipped: run r49991 of this job is still running");
    run = testing::StoreFixture::new_run("s2");
    run.overlap = Overlap::replace;
    run.pools = {{"disk", 1}};
    BOOST_TEST(testing::to_text(store->begin_run(run)) == "started");
    run.id = "s3";
    store->begin_run(run);
    store->request_cancel("s3", "ada");
    const Change end = RunEnded{RunState::succeeded, "", clock.now(), 0};
    store->record("s2", {&end, 1});
    BOOST_TEST(testing::to_text(store->try_start("s3")) == "cancelled: cancelled by ada");
    store->mark_lost("s3", "gone");
    BOOST_TEST(database->indexes.count("unfinished_runs") == 1U);
}

BOOST_AUTO_TEST_CASE(pruning_goes_through_an_index) {
    Retention retention;
    retention.max_age =
        std::chrono::floor<std::chrono::milliseconds>(clock.now() - StoreTime(std::chrono::minutes(600)));
    BOOST_TEST(store->prune(retention).size() == 599U);
    retention = {};
    retention.max_runs_per_job = 2450;
    BOOST_TEST(store->prune(retention).size() == 20U * 20U + 1U);  // One of job00 is younger than 600 minutes.
    BOOST_TEST(database->indexes.count("runs_by_end") == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <filesystem>
#include <string>

#include "errand/json.hpp"
#include "store/database_module.hpp"
#include "support/gate.hpp"
#include "support/postgresql_server.hpp"
#include "support/raw_server.hpp"
#include "support/workspace.hpp"

namespace errand::testing {

/// Runs whose store cannot be used, or whose supervisor stands still.
struct Troubled : Workspace {
    Troubled() { configure("limits: {grace: 1s}\n"); }

    CommandRequest job(const std::string& tasks) const {
        write("job.yaml", "name: nightly\ntasks:\n" + tasks);
        return errand({"run", "./job.yaml"});
    }
    std::string state_of_newest() const {
        const CommandResult shown = run({"show", "nightly", "--json"});
        return shown.exit_code == 0 ? parse_json(shown.out).find("state")->text() : "";
    }
    std::filesystem::path state_directory() const { return *this / "home/.local/state/errand"; }
};

/// A run whose database went while its task `first` was at work, which has ended since.
struct RunWithoutDatabase {
    /// \param tasks what follows `first`
    RunWithoutDatabase(Troubled& place, const std::string& tasks) : running(begin(place, tasks)) {
        BOOST_TEST_REQUIRE(gate.wait_for_task());
        server.stop();
        gate.open();
        BOOST_TEST(running.wait_until_printed("the run goes on, but cannot be recorded for now: "));
    }

    PostgresqlServer server;
    Gate gate;
    Command running;

private:
    CommandRequest begin(Troubled& place, const std::string& tasks) {
        // Debian's Poco leaks a connection that could not be made.
        place.set("ASAN_OPTIONS=detect_leaks=0");
        place.configure("store: {url: '" + server.make_schema() + "'}\n");
        return place.job(gate.task("first") + tasks);
    }
};

/// A run that waits for another one, which is at work, while their database is away.
struct QueuedWithoutDatabase {
    explicit QueuedWithoutDatabase(Troubled& place) : first(begin(place)), second(begin_second(place)) {
        BOOST_TEST_REQUIRE(second.wait_until_printed("queued: waits for run "));
        server.stop();
        BOOST_TEST(second.wait_until_printed("warning: the run cannot begin for now: "));
    }

    PostgresqlServer server;
    Gate gate;
    const std::string schema = server.make_schema();
    Command first;
    Command second;

private:
    CommandRequest begin(Troubled& place) {
        // Debian's Poco leaks a connection that could not be made.
        place.set("ASAN_OPTIONS=detect_leaks=0");
        place.configure("store: {url: '" + schema + "'}\n");
        place.write("job.yaml", "name: nightly\noverlap: queue\ntasks:\n" + gate.task("first"));
        return place.errand({"run", "./job.yaml"});
    }
    CommandRequest begin_second(Troubled& place) {
        BOOST_TEST_REQUIRE(gate.wait_for_task());
        return begin(place);
    }
};

namespace {

constexpr char kNothing[] = "  - {name: say, uses: probe.echo}\n";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(store_trouble, Troubled)

BOOST_AUTO_TEST_CASE(a_run_does_not_begin_in_a_state_directory_that_it_may_not_write) {
    if (geteuid() == 0) return;
    BOOST_TEST_REQUIRE(run_command(job(kNothing)).exit_code == 0);
    std::filesystem::permissions(state_directory(),
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
    const CommandResult refused = run_command(job(kNothing));
    BOOST_TEST(refused.exit_code == 74);
    BOOST_TEST(refused.err ==
               "errand: the state directory " + state_directory().string() +
                   " cannot be used: Permission denied; let the user that errand runs as write there, or "
                   "set STATE_DIRECTORY to a directory of that user\n");
    std::filesystem::permissions(state_directory(), std::filesystem::perms::owner_all);
    BOOST_TEST(run_command(job(kNothing)).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(a_run_whose_database_goes_goes_on_and_its_record_follows) {
    if (!PostgresqlServer::is_installed()) return;
    RunWithoutDatabase lost(*this, "  - {name: next, needs: [first], uses: probe.echo}\n");
    BOOST_TEST(lost.running.wait_until_printed("task 'next' succeeded"));
    lost.server.start();
    const CommandResult result = lost.running.wait();
    BOOST_TEST(result.exit_code == 0, result.err);
    const Value run_value = parse_json(run({"show", "nightly", "--json"}).out);
    BOOST_TEST(run_value.find("state")->text() == "succeeded");
    BOOST_TEST(run_value.find("tasks")->list().size() == 2U);
    for (const Value& task : run_value.find("tasks")->list()) BOOST_TEST(task.find("state")->text() == "succeeded");
}

BOOST_AUTO_TEST_CASE(nothing_is_submitted_that_cannot_be_kept) {
    if (!PostgresqlServer::is_installed()) return;
    RawServer service(ServerScript(4, {{answer(200, "", "Connection: close\r\n")}}));
    RunWithoutDatabase lost(*this,
                            "  - {name: send, needs: [first], uses: probe.submit, retry: {attempts: 60, delay: 500ms, "
                            "backoff: constant}, with: {url: '" +
                                service.url("/x") + "'}}\n");
    BOOST_TEST(lost.running.wait_until_printed("the checkpoint cannot be kept for now"));
    BOOST_TEST(service.requests().empty());
    lost.server.start();
    const CommandResult result = lost.running.wait();
    BOOST_TEST(result.exit_code == 0, result.err);
    BOOST_TEST(service.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_queued_run_outlives_a_restart_of_its_database) {
    if (!PostgresqlServer::is_installed()) return;
    QueuedWithoutDatabase queue(*this);
    queue.server.start();
    BOOST_TEST(queue.second.wait_until_printed("warning: the store answers again"));
    queue.gate.open();
    const CommandResult first = queue.first.wait();
    BOOST_TEST(first.exit_code == 0, first.err);
    const CommandResult second = queue.second.wait();
    BOOST_TEST(second.exit_code == 0, second.err);
    const Value history = parse_json(run({"history", "--state", "succeeded", "--json"}).out);
    BOOST_TEST(history.find("runs")->list().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_queued_run_ends_by_a_signal_while_its_database_is_away) {
    if (!PostgresqlServer::is_installed()) return;
    QueuedWithoutDatabase queue(*this);
    queue.second.signal(SIGTERM);
    const CommandResult second = queue.second.wait();
    BOOST_TEST(second.exit_code == 130, second.err);
    BOOST_TEST(second.err.find("warning: the run's end could not be recorded; it counts as under way until it is taken "
                               "for lost: the store '") != std::string::npos,
               second.err);
    queue.server.start();
    queue.gate.open();
    BOOST_TEST(queue.first.wait().exit_code == 0);
    BOOST_TEST(state_of_newest() == "lost");
}

BOOST_AUTO_TEST_CASE(a_run_that_cannot_have_what_another_one_kept_is_over) {
    BOOST_TEST(run_command(job("  - {name: say, uses: probe.echo, with: {fail: no luck}}\n")).exit_code == 1);
    open_by_module("sqlite", {state_directory() / "errand.db", {}, ERRAND_MODULES})
        ->execute(
            "INSERT INTO checkpoints (run_id, task, item, state, saved_at) SELECT id, 'say', -1, 'no JSON', 0 FROM "
            "runs");
    const CommandResult again = run({"retry", "nightly", "--failed"});
    BOOST_TEST(again.exit_code == 74);
    BOOST_TEST(again.err.find(" holds something that no errand wrote: ") != std::string::npos, again.err);
    const Value runs = *parse_json(run({"history", "--state", "failed", "--json"}).out).find("runs");
    BOOST_TEST(runs.list().size() == 2U);
    BOOST_TEST(state_of_newest() == "failed");
}

BOOST_AUTO_TEST_CASE(a_supervisor_that_is_stopped_is_not_lost) {
    Gate gate;
    Command running(job(gate.task("first")));
    BOOST_TEST_REQUIRE(gate.wait_for_task());
    running.signal(SIGSTOP);
    BOOST_TEST(state_of_newest() == "running");
    BOOST_TEST(run_command(errand({"run", "./job.yaml"})).exit_code == 75);
    running.signal(SIGCONT);
    gate.open();
    BOOST_TEST(running.wait().exit_code == 0);
    BOOST_TEST(run({"history", "--state", "lost"}).out == "no runs\n");
    BOOST_TEST(parse_json(run({"history", "--state", "succeeded", "--json"}).out).find("runs")->list().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::testing

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <string>

#include "base/clock.hpp"
#include "errand/json.hpp"
#include "store/store.hpp"
#include "support/gate.hpp"
#include "support/workspace.hpp"

namespace errand::testing {

/// Records that everybody looks at, and into which others write.
struct StoredText : Workspace {
    StoredText() { configure(); }

    CommandRequest job(const std::string& tasks) const {
        write("job.yaml", "name: greet\noverlap: queue\ntasks:\n" + tasks);
        return errand({"run", "./job.yaml"});
    }
    /// A run whose every text that is somebody's own would drive a terminal.
    void store_run(const std::string& id) const {
        const SystemClock clock;
        const auto store = open_store({*this / "home/.local/state/errand/errand.db", {}, ERRAND_MODULES}, clock);
        NewRun run;
        run.id = id;
        run.job = "job\x1b[1m";
        run.host_name = "host\x1b[2m";
        run.trigger = "by hand";
        store->begin_run(run);
        const TaskKey key{"task\x1b[3m", {}};
        const StoreTime now = clock.now();
        const Change changes[] = {TaskBegan{key, now},
                                  AttemptBegan{key, 1, now},
                                  AttemptEnded{key, 1, "failed", "why\x1b[4m", now},
                                  AttemptBegan{key, 2, now},
                                  AttemptEnded{key, 2, "failed", "why\x1b[5m", now},
                                  TaskEnded{key, "failed", "why\x1b[6m", now, Value::Map{{"out\x1b[7m", "x\x1b[8m"}}},
                                  RunEnded{RunState::failed, "reason\x1b[9m", now, 1}};
        store->record(id, changes);
    }
};

BOOST_FIXTURE_TEST_SUITE(stored_text, StoredText)

BOOST_AUTO_TEST_CASE(is_no_name_of_a_user_that_drives_a_terminal) {
    Gate gate;
    Command running(job(gate.task("wait")));
    BOOST_TEST_REQUIRE(gate.wait_for_task());
    Command queued(job("  - {name: say, uses: probe.echo}\n"));
    BOOST_TEST_REQUIRE(queued.wait_until_printed("queued: "));
    set("USER=\x1b]0;owned\a");
    run({"cancel", "greet"});
    BOOST_TEST(queued.wait().exit_code == 130);
    const Value shown = parse_json(run({"show", "greet", "--json"}).out);
    const std::string& reason = shown.find("reason")->text();
    BOOST_TEST(reason.starts_with("cancelled by \\x1b]0;owned\\x07 on "), reason);
    gate.open();
    BOOST_TEST(running.wait().exit_code == 0);
}

BOOST_AUTO_TEST_CASE(is_shown_so_that_it_drives_no_terminal) {
    BOOST_TEST(run_command(job("  - {name: say, uses: probe.echo}\n")).exit_code == 0);
    const std::string id = "30000101T000000.000Z-000000";
    store_run(id);
    std::string shown;
    for (const char* command : {"show", "cancel", "lost"}) shown += run({command, id}).out;
    shown += run({"history"}).out;
    BOOST_TEST(shown.find('\x1b') == std::string::npos, shown);
    for (const char* text : {"job\\x1b[1m", "host\\x1b[2m", "task\\x1b[3m", "why\\x1b[4m", "why\\x1b[5m", "why\\x1b[6m",
                             "out\\x1b[7m", "x\\u001b[8m", "reason\\x1b[9m"})
        BOOST_TEST(shown.find(text) != std::string::npos, text << " is not in " << shown);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::testing

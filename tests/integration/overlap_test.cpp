#include <pwd.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <string>

#include "errand/json.hpp"
#include "support/gate.hpp"
#include "support/recorded_runs.hpp"

namespace errand::testing {

BOOST_FIXTURE_TEST_SUITE(overlap, RecordedRuns)

BOOST_AUTO_TEST_CASE(begins_no_run_while_another_is_under_way) {
    Command running(request(kWait));
    BOOST_TEST_REQUIRE(wait_for("running"));
    const CommandResult second = run_tasks(kGreet);
    BOOST_TEST(second.exit_code == 75);
    BOOST_TEST(steady(second.err) == "TIME info: not started: run RUN of this job is still running\n");
    BOOST_TEST(state_of_newest() == "skipped");
    const std::string first = history().list().at(1).find("run_id")->text();
    BOOST_TEST(in_one_line(steady(run({"show", "greet"}).out)) ==
               "run RUN of greet: skipped, run RUN of this job is still running\n queued TIME\n ended TIME\n"
               " started by hand on HOST\n");
    BOOST_TEST(in_one_line(steady(run({"history", "--state", "skipped"}).out)) ==
               "RUN JOB STATE BEGAN TOOK REASON\nRUN greet skipped run RUN of this job is still running\n");
    const Value report = parse_json(run_tasks(kGreet, {"--json"}).out);
    BOOST_TEST(report.find("run_id")->text() == newest().find("run_id")->text());
    BOOST_TEST(report.find("other_run")->text() == first);
    const CommandResult quiet = run_tasks(kGreet, {"--quiet"});
    BOOST_TEST(quiet.exit_code == 75);
    BOOST_TEST(quiet.out + quiet.err == "");
    BOOST_TEST(run_tasks(std::string("overlap: allow\n") + kGreet).exit_code == 0);
    running.signal(SIGTERM);
    BOOST_TEST(running.wait().exit_code == 130);
    BOOST_TEST(run_tasks(kGreet).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(puts_a_run_in_the_place_of_another) {
    Command running(request(kWait));
    BOOST_TEST_REQUIRE(wait_for("running"));
    const CommandResult second = run_tasks(std::string("overlap: replace\n") + kGreet);
    BOOST_TEST(second.exit_code == 0, second.err);
    const CommandResult first = running.wait();
    BOOST_TEST(first.exit_code == 130);
    BOOST_TEST(first.err.find("cancelled by run ") != std::string::npos, first.err);
    BOOST_TEST(state_of_newest() == "succeeded");
}

BOOST_AUTO_TEST_CASE(has_runs_wait_for_each_other) {
    Gate gate;
    Command running(request("tasks:\n" + gate.task("wait")));
    BOOST_TEST_REQUIRE(gate.wait_for_task());
    Command second(request(std::string("overlap: queue\n") + kGreet));
    BOOST_TEST_REQUIRE(second.wait_until_printed("info: queued: "));
    gate.open();
    BOOST_TEST(running.wait().exit_code == 0);
    BOOST_TEST(second.wait().exit_code == 0);
}

BOOST_AUTO_TEST_CASE(runs_a_job_once_for_a_slot) {
    BOOST_TEST(run_tasks(kGreet, {"--scheduled-for", "2026-03-01T06:00:00Z"}).exit_code == 0);
    const CommandResult again = run_tasks(kGreet, {"--scheduled-for", "2026-03-01T07:00:00+01:00"});
    BOOST_TEST(again.exit_code == 75);
    BOOST_TEST(again.err.find("not started: ") != std::string::npos, again.err);
    const Value report = parse_json(run_tasks(kGreet, {"--scheduled-for", "2026-03-01T06:00:00Z", "--json"}).out);
    BOOST_TEST(report.find("run_id")->is_null());
    BOOST_TEST(report.find("other_run")->text() == newest().find("run_id")->text());
    BOOST_TEST(report.find("exit_code")->integer() == 75);
    BOOST_TEST(history().list().size() == 1U);
    BOOST_TEST(newest().find("scheduled_for")->text() == "2026-03-01T06:00:00Z");
    BOOST_TEST(newest().find("trigger")->text() == "on schedule");
    const CommandResult wrong = run_tasks(kGreet, {"--scheduled-for", "noon"});
    BOOST_TEST(wrong.exit_code == 64);
    BOOST_TEST(wrong.err ==
               "errand: --scheduled-for takes now, or a time such as 2026-03-01T06:00:00Z, found 'noon'\n");
}

BOOST_AUTO_TEST_CASE(shares_places_between_jobs) {
    configure("limits: {grace: 1s}\npools: {narrow: 1}\n");
    const std::string pool = "concurrency: [narrow]\n";
    Command running(request(pool + kWait));
    BOOST_TEST_REQUIRE(wait_for("running"));
    write("other.yaml", "name: other\n" + pool + kGreet);
    Command other(errand({"run", "./other.yaml"}));
    BOOST_TEST(other.wait_until_printed("queued: "));
    running.signal(SIGTERM);
    BOOST_TEST(running.wait().exit_code == 130);
    BOOST_TEST(other.wait().exit_code == 0);
    const CommandResult unknown = run_tasks(std::string("concurrency: [norrow]\n") + kGreet);
    BOOST_TEST(unknown.exit_code == 78);
    BOOST_TEST(unknown.err.find("unknown pool 'norrow', did you mean 'narrow'?") != std::string::npos, unknown.err);
}

BOOST_AUTO_TEST_CASE(lets_somebody_else_end_a_run) {
    Command running(request(kWait));
    BOOST_TEST_REQUIRE(wait_for("running"));
    set("USER=ada");
    const CommandResult cancel = run({"cancel", "greet"});
    BOOST_TEST(steady(cancel.out) == "the run RUN of greet is asked to end\n", cancel.err);
    const CommandResult result = running.wait();
    BOOST_TEST(result.exit_code == 130);
    BOOST_TEST(steady(result.err) == "TIME error: task 'wait' cancelled after A WHILE: cancelled by ada on HOST\n");
    BOOST_TEST(state_of_newest() == "cancelled");
    BOOST_TEST(newest().find("reason")->text().find("cancelled by ada on ") != std::string::npos);
    BOOST_TEST(steady(run({"cancel", "greet"}).out) == "the run RUN of greet is over: cancelled\n");
    BOOST_TEST(steady(run({"cancel", "greet", "--json"}).out) ==
               "{\n  \"asked_to_end\": false,\n  \"job\": \"greet\",\n  \"run_id\": \"RUN\",\n  \"state\": "
               "\"cancelled\"\n}\n");
}

BOOST_AUTO_TEST_CASE(tells_who_ended_a_run_before_it_began) {
    Command running(request(kWait));
    BOOST_TEST_REQUIRE(wait_for("running"));
    Command second(request(std::string("overlap: queue\n") + kGreet));
    BOOST_TEST_REQUIRE(second.wait_until_printed("queued: "));
    const std::string id = newest().find("run_id")->text();
    BOOST_TEST(steady(run({"cancel", id, "--json"}).out) ==
               "{\n  \"asked_to_end\": true,\n  \"job\": \"greet\",\n  \"run_id\": \"RUN\",\n  \"state\": "
               "\"queued\"\n}\n");
    BOOST_TEST(second.wait().exit_code == 130);
    // Its environment has no USER.
    const struct passwd* user = ::getpwuid(::getuid());
    BOOST_TEST_REQUIRE(user != nullptr);
    BOOST_TEST(in_one_line(steady(run({"show", id}).out)) ==
               "run RUN of greet: cancelled by " + std::string(user->pw_name) +
                   " on HOST\n queued TIME\n ended TIME\n started by hand on HOST\n");
    running.signal(SIGTERM);
    running.wait();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::testing

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <filesystem>
#include <string>

#include "base/process_tree.hpp"
#include "support/recorded_runs.hpp"

namespace errand::testing {

BOOST_FIXTURE_TEST_SUITE(lost_runs, RecordedRuns)

BOOST_AUTO_TEST_CASE(tells_a_run_whose_supervisor_was_killed) {
    Command running(request(kWait));
    BOOST_TEST_REQUIRE(wait_for("running"));
    running.signal(SIGKILL);
    running.wait();
    const CommandResult told = look_for_lost_runs();
    BOOST_TEST(steady(told.err).ends_with("errand: the run RUN is lost: its supervisor ended without a word\n"),
               told.err);
    BOOST_TEST(std::filesystem::is_empty(work_directory()));
    BOOST_TEST(state_of_newest() == "lost");
    BOOST_TEST(newest().find("reason")->text() == "its supervisor ended without a word");
    BOOST_TEST(run_tasks(kGreet).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(has_no_run_wait_for_one_whose_supervisor_was_killed) {
    Command running(request(kWait));
    BOOST_TEST_REQUIRE(wait_for("running"));
    Command second(request(std::string("overlap: queue\n") + kGreet));
    BOOST_TEST_REQUIRE(second.wait_until_printed("queued: "));
    running.signal(SIGKILL);
    const CommandResult result = second.wait();
    BOOST_TEST(result.exit_code == 0, result.err);
    BOOST_TEST(result.err.find(" is lost: its supervisor ended without a word\n") != std::string::npos, result.err);
}

BOOST_AUTO_TEST_CASE(begins_no_run_beside_what_is_left_of_one_whose_supervisor_was_killed) {
    Command running(request("tasks:\n  - {name: stubborn, uses: hostile.ignore-term, grace: 1h}\n"));
    BOOST_TEST_REQUIRE(running.wait_until_printed("deaf"));
    const std::vector<pid_t> left = descendants(running.pid());
    running.signal(SIGKILL);
    running.wait();
    const CommandResult second = run_tasks(kGreet);
    BOOST_TEST(second.exit_code == 75);
    BOOST_TEST(steady(second.err) == "TIME info: not started: run RUN of this job is still running\n");
    for (const pid_t pid : left) ::kill(pid, SIGKILL);
    BOOST_TEST(steady(look_for_lost_runs().err) ==
               "errand: a run was killed before it could clean up; its working directories were removed: 1, and its "
               "processes ended: 0\n"
               "errand: the run RUN is lost: its supervisor ended without a word\n");
    BOOST_TEST(std::filesystem::is_empty(work_directory()));
    BOOST_TEST(run_tasks(kGreet).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(leaves_a_run_of_another_host_to_whoever_knows_better) {
    Command running(request(kWait));
    BOOST_TEST_REQUIRE(wait_for("running"));
    const CommandResult here = run({"lost", "greet"});
    BOOST_TEST(here.exit_code == 64);
    BOOST_TEST(steady(here.err) == "errand: the run RUN is under way on this host; to end it: errand cancel RUN\n");
    running.signal(SIGKILL);
    running.wait();
    write("home/.local/state/errand/host-key", "another\n");
    BOOST_TEST(state_of_newest() == "running");
    BOOST_TEST(run_tasks(kGreet).exit_code == 75);
    set("USER=ada");
    const std::string first = history({"--state", "running"}).list().at(0).find("run_id")->text();
    BOOST_TEST(steady(run({"lost", first}).out) == "the run RUN of greet is lost\n");
    BOOST_TEST(steady(run({"lost", first, "--json"}).out) ==
               "{\n  \"given_up\": false,\n  \"job\": \"greet\",\n  \"run_id\": \"RUN\",\n  \"state\": "
               "\"lost\"\n}\n");
    BOOST_TEST(steady(history({"--state", "lost"}).list().at(0).find("reason")->text()) ==
               "given up by ada on HOST, as HOST is gone");
    BOOST_TEST(run_tasks(kGreet).exit_code == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::testing

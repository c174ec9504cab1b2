#include <boost/test/unit_test.hpp>
#include <csignal>
#include <filesystem>
#include <regex>
#include <string>

#include "errand/json.hpp"
#include "support/gate.hpp"
#include "support/run_log.hpp"
#include "support/workspace.hpp"

namespace errand::testing {

/// Jobs of several tasks, and tasks of several attempts.
struct Graph : Workspace {
    Graph() {
        configure("limits: {grace: 1s}\n");
        // Else a sanitizer does that in unit tests only.
        set("ASAN_OPTIONS=detect_leaks=1");
        std::filesystem::create_directory(*this / "place");
    }
    CommandRequest request(const std::string& tasks, const std::string& more = {}, bool verbose = false) const {
        write("job.yaml", "name: job\n" + more + "tasks:\n" + tasks);
        std::vector<std::string> words = {"run", "./job.yaml"};
        if (verbose) words.push_back("--verbose");
        return errand(words);
    }
    CommandResult run_tasks(const std::string& tasks, const std::string& more = {}) const {
        return run_command(request(tasks, more));
    }
};

BOOST_FIXTURE_TEST_SUITE(graph, Graph)

BOOST_AUTO_TEST_CASE(runs_tasks_at_once_that_need_no_other) {
    const CommandResult result = run_tasks(
        "  - {name: a, uses: probe.meet, with: {place: place, count: 3}}\n"
        "  - {name: b, uses: probe.meet, with: {place: place, count: 3}}\n"
        "  - {name: c, uses: probe.meet, with: {place: place, count: 3}}\n");
    BOOST_TEST(result.exit_code == 0, result.err);
}

BOOST_AUTO_TEST_CASE(runs_no_more_at_once_than_the_job_allows) {
    std::string tasks;
    for (const char* name : {"a", "b", "c", "d"})
        tasks += std::string("  - {name: ") + name + ", uses: probe.alone, with: {place: place}}\n";
    const CommandResult result = run_tasks(tasks, "max_parallel: 1\n");
    BOOST_TEST(result.exit_code == 0, result.err);
}

BOOST_AUTO_TEST_CASE(keeps_the_lines_of_tasks_whole_that_print_at_once) {
    const CommandResult result = run_tasks(
        "  - {name: a, uses: probe.spell, with: {text: aaaaaaaaaaaaaaaaaaaa}}\n"
        "  - {name: b, uses: probe.spell, with: {text: bbbbbbbbbbbbbbbbbbbb}}\n");
    BOOST_TEST(result.exit_code == 0, result.err);
    BOOST_TEST(std::regex_replace(result.out, std::regex("a{20}\n|b{20}\n"), "") == "");
    BOOST_TEST(result.out.size() == 2U * 10 * 21);
}

BOOST_AUTO_TEST_CASE(begins_each_task_after_those_that_it_needs) {
    const CommandResult result = run_tasks(
        "  - {name: last, needs: [middle], uses: probe.echo, with: {text: last}}\n"
        "  - {name: middle, needs: [first], uses: probe.echo, with: {text: middle}}\n"
        "  - {name: first, uses: probe.echo, with: {text: first}}\n");
    BOOST_TEST(result.exit_code == 0, result.err);
    BOOST_TEST(result.out == "first\nmiddle\nlast\n");
}

BOOST_AUTO_TEST_CASE(goes_on_after_a_failure_with_what_does_not_need_it) {
    const CommandResult result = run_tasks(
        "  - {name: bad, uses: probe.echo, with: {fail: no luck}}\n"
        "  - {name: lost, needs: [bad], uses: probe.echo}\n"
        "  - {name: alarm, needs: [lost], when: failure, uses: probe.echo, with: {text: alarm}}\n"
        "  - {name: bye, needs: [alarm], when: always, uses: probe.echo, with: {text: bye}}\n");
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(result.out == "\nalarm\nbye\n");
    BOOST_TEST(run_log(result) ==
               "error: task 'bad' failed after A WHILE: no luck\n"
               "info: task 'lost' skipped: not begun, since task 'bad' did not succeed\n"
               "info: task 'alarm' succeeded after A WHILE: echoed\n"
               "info: task 'bye' succeeded after A WHILE: echoed\n");
}

BOOST_AUTO_TEST_CASE(tries_a_task_again_until_it_succeeds) {
    const CommandResult result = run_tasks(
        "  - name: say\n    uses: probe.echo\n    with: {fail: no luck, succeeds_at: 3}\n"
        "    retry: {attempts: 5, delay: 10ms, jitter: 0}\n");
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST(run_log(result) ==
               "warning: task 'say' failed after A WHILE: no luck; attempt 2 of 5 begins in 10ms\n"
               "warning: task 'say' failed after A WHILE: no luck; attempt 3 of 5 begins in 20ms\n"
               "info: task 'say' succeeded at attempt 3 after A WHILE: echoed\n");
}

BOOST_AUTO_TEST_CASE(tries_a_task_no_more_often_than_it_is_told) {
    const CommandResult result = run_tasks(
        "  - name: say\n    uses: probe.echo\n    with: {fail: no luck}\n"
        "    retry: {attempts: 2, delay: 10ms, jitter: 0}\n");
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(run_log(result) ==
               "warning: task 'say' failed after A WHILE: no luck; attempt 2 of 2 begins in 10ms\n"
               "error: task 'say' failed at attempt 2 after A WHILE: no luck\n");
}

BOOST_AUTO_TEST_CASE(tries_again_only_after_the_ends_that_it_is_told) {
    const std::string retry = "    retry: {attempts: 2, delay: 1ms, jitter: 0, on: [crash, time-limit]}\n";
    const CommandResult failed = run_tasks("  - name: say\n    uses: probe.echo\n    with: {fail: no luck}\n" + retry);
    BOOST_TEST(run_log(failed) == "error: task 'say' failed after A WHILE: no luck\n");
    const CommandResult crashed = run_tasks("  - name: bad\n    uses: hostile.segfault\n" + retry);
    BOOST_TEST(run_log(crashed).find("attempt 2 of 2 begins in 1ms\n") != std::string::npos, crashed.err);
    const CommandResult slow =
        run_tasks("  - name: say\n    uses: probe.echo\n    with: {wait: 1h}\n    time_limit: 100ms\n" + retry);
    BOOST_TEST(slow.exit_code == 124);
    BOOST_TEST(run_log(slow) ==
               "warning: task 'say' timed out after A WHILE: not done within its time limit of 100ms; attempt 2 of 2 "
               "begins in 1ms\n"
               "error: task 'say' timed out at attempt 2 after A WHILE: not done within its time limit of 100ms\n");
}

BOOST_AUTO_TEST_CASE(ends_a_task_when_all_its_attempts_have_taken_too_long) {
    const CommandResult running = run_tasks(
        "  - name: say\n    uses: probe.echo\n    with: {wait: 1h}\n    retry: {attempts: 5, time_limit: 200ms}\n");
    BOOST_TEST(running.exit_code == 124);
    BOOST_TEST(run_log(running) ==
               "error: task 'say' timed out after A WHILE: not done within the limit of 200ms for all its attempts\n");
    const CommandResult waiting = run_tasks(
        "  - name: say\n    uses: probe.echo\n    with: {fail: no luck}\n"
        "    retry: {attempts: 5, delay: 1h, jitter: 0, time_limit: 2s}\n");
    BOOST_TEST(waiting.exit_code == 124);
    BOOST_TEST(run_log(waiting) ==
               "warning: task 'say' failed after A WHILE: no luck; attempt 2 of 5 begins in 1h\n"
               "error: task 'say' timed out after A WHILE: not done within the limit of 2s for all its attempts, while "
               "it waited for attempt 2; before: no luck\n");
}

BOOST_AUTO_TEST_CASE(ends_with_124_when_the_run_takes_too_long) {
    const CommandResult result = run_tasks(
        "  - {name: say, uses: probe.echo, with: {wait: 1h}, retry: {attempts: 2, delay: 0s}}\n"
        "  - {name: next, needs: [say], when: always, uses: probe.echo}\n",
        "time_limit: 300ms\n");
    BOOST_TEST(result.exit_code == 124);
    BOOST_TEST(run_log(result) ==
               "error: task 'say' timed out after A WHILE: the run was not done within its time limit of 300ms\n"
               "info: task 'next' skipped: not begun, since the run was not done within its time limit of 300ms\n");
}

BOOST_AUTO_TEST_CASE(ends_every_task_when_the_run_is_cancelled) {
    Command command(
        request("  - {name: a, uses: probe.echo, with: {wait: 1h}}\n"
                "  - {name: b, uses: probe.echo, with: {fail: no luck}, retry: {attempts: 2, delay: 1h, "
                "jitter: 0}}\n"
                "  - {name: c, needs: [a], when: always, uses: probe.echo}\n"));
    BOOST_TEST_REQUIRE(command.wait_until_printed("begins in 1h"));
    command.signal(SIGTERM);
    const CommandResult result = command.wait();
    BOOST_TEST(result.exit_code == 130);
    BOOST_TEST(run_log(result) ==
               "warning: task 'b' failed after A WHILE: no luck; attempt 2 of 2 begins in 1h\n"
               "error: task 'b' cancelled after A WHILE: cancelled by SIGTERM, while it waited for attempt 2; before: "
               "no luck\n"
               "error: task 'a' cancelled after A WHILE: cancelled by SIGTERM\n"
               "info: task 'c' skipped: not begun, since the run was cancelled by SIGTERM\n");
}

BOOST_AUTO_TEST_CASE(leaves_a_task_alone_while_another_one_is_killed) {
    const CommandResult result = run_tasks(
        "  - {name: a, uses: probe.meet, with: {place: place, count: 1}}\n"
        "  - {name: bad, uses: hostile.kill-init}\n"
        "  - {name: b, uses: probe.echo, with: {wait: 500ms, text: still here}}\n");
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(result.out.find("still here\n") != std::string::npos, result.err);
}

BOOST_AUTO_TEST_CASE(tells_machines_how_many_attempts_there_were) {
    write("job.yaml",
          "name: job\ntasks:\n  - name: say\n    uses: probe.echo\n    with: {fail: x, succeeds_at: 2}\n"
          "    retry: {attempts: 2, delay: 0s}\n  - {name: last, needs: [say], when: failure, uses: probe.echo}\n");
    const Value report = parse_json(run({"run", "./job.yaml", "--json"}).out);
    const Value::List& tasks = report.find("tasks")->list();
    BOOST_TEST(tasks.at(0).find("attempts")->integer() == 2);
    BOOST_TEST(tasks.at(1).find("attempts")->integer() == 0);
    BOOST_TEST(tasks.at(1).find("state")->text() == "skipped");
}

BOOST_AUTO_TEST_CASE(runs_what_follows_from_how_the_run_ended) {
    const auto hook = [](const std::string& name) {
        return name + ": [{name: " + name + "-task, uses: probe.echo, with: {text: '" + name +
               " ${{ run.state }} ${{ run.reason }}'}}]\n";
    };
    std::string hooks;
    for (const char* name : {"on_success", "on_failure", "on_recovery", "always"}) hooks += hook(name);
    hooks = std::regex_replace(hooks, std::regex("_([a-z]+)-task"), "-$1");
    const std::string bad = "  - {name: work, uses: probe.echo, with: {fail: no luck, text: work}}\n";
    const std::string good = "  - {name: work, uses: probe.echo, with: {text: work}}\n";
    BOOST_TEST(run_tasks(good, hooks).out == "work\non_success succeeded \nalways succeeded \n");
    const CommandResult failed = run_tasks(bad, hooks);
    BOOST_TEST(failed.exit_code == 1);
    BOOST_TEST(failed.out ==
               "work\non_failure failed task 'work' failed: no luck\nalways failed task 'work' failed: no luck\n");
    BOOST_TEST(run_tasks(good, hooks).out ==
               "work\non_success succeeded \non_recovery succeeded \nalways succeeded \n");
    BOOST_TEST(run_tasks(good, hooks).out == "work\non_success succeeded \nalways succeeded \n");
}

BOOST_AUTO_TEST_CASE(recovers_also_from_a_run_that_it_waited_for) {
    Gate gate;
    const std::string hooks =
        "overlap: queue\non_recovery: [{name: tell, uses: probe.echo, with: {text: again well}}]\n";
    Command failing(
        request(gate.task("hold") + "  - {name: work, needs: [hold], uses: probe.echo, with: {fail: no}}\n", hooks));
    BOOST_TEST_REQUIRE(gate.wait_for_task());
    Command waiting(request("  - {name: work, uses: probe.echo, with: {text: work}}\n", hooks));
    BOOST_TEST(waiting.wait_until_printed("queued: "));
    gate.open();
    BOOST_TEST(failing.wait().exit_code == 1);
    BOOST_TEST(waiting.wait().out == "work\nagain well\n");
}

BOOST_AUTO_TEST_CASE(counts_a_failure_of_what_follows) {
    const CommandResult result = run_tasks("  - {name: work, uses: probe.echo}\n",
                                           "always: [{name: mail, uses: probe.echo, with: {fail: no}}]\n");
    BOOST_TEST(result.exit_code == 1);
}

BOOST_AUTO_TEST_CASE(runs_what_is_always_to_follow_also_after_a_cancellation) {
    Command command(request("  - {name: work, uses: probe.echo, with: {wait: 1h}}\n",
                            "on_failure: [{name: alarm, uses: probe.echo, with: {text: alarm}}]\n"
                            "always: [{name: tidy, uses: probe.echo, with: {text: tidy}}]\n",
                            true));
    BOOST_TEST_REQUIRE(command.wait_until_printed("task 'work': started"));
    command.signal(SIGTERM);
    const CommandResult result = command.wait();
    BOOST_TEST(result.exit_code == 130);
    BOOST_TEST(result.out == "tidy\n");
}

BOOST_AUTO_TEST_CASE(begins_only_what_is_always_to_follow_once_it_is_cancelled) {
    BOOST_TEST(run_tasks("  - {name: work, uses: probe.echo, with: {fail: no luck}}\n").exit_code == 1);
    Command command(request("  - {name: work, uses: probe.echo, with: {text: work}}\n",
                            "on_success: [{name: publish, uses: probe.echo, with: {wait: 1h}}]\n"
                            "on_recovery: [{name: tell, uses: probe.echo, with: {text: tell}}]\n"
                            "always: [{name: tidy, uses: probe.echo, with: {text: tidy}}]\n",
                            true));
    BOOST_TEST_REQUIRE(command.wait_until_printed("task 'publish': started"));
    command.signal(SIGTERM);
    const CommandResult result = command.wait();
    BOOST_TEST(result.exit_code == 130);
    BOOST_TEST(result.out == "work\ntidy\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::testing

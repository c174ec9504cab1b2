#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <filesystem>
#include <string>

#include "errand/json.hpp"
#include "support/run_log.hpp"
#include "support/workspace.hpp"

namespace errand::testing {

/// Jobs whose tasks depend on what the run is given and on each other.
struct Expressions : Workspace {
    Expressions() { configure("limits: {grace: 1s}\n"); }

    CommandResult run_text(const std::string& text, std::vector<std::string> more = {}) const {
        write("job.yaml", "name: job\n" + text);
        more.insert(more.begin(), {"run", "./job.yaml"});
        return run(more);
    }
};

constexpr char kGreeting[] =
    "parameters:\n  whom: {required: true, help: Who is greeted}\n  times: {type: integer, default: 1}\n"
    "tasks:\n  - {name: say, uses: probe.echo, with: {text: 'Hello ${{ params.whom }}, ${{ params.times }} times'}}\n";

BOOST_FIXTURE_TEST_SUITE(expressions, Expressions)

BOOST_AUTO_TEST_CASE(take_what_a_run_is_given) {
    const CommandResult result = run_text(kGreeting, {"--param", "whom=Ada", "-p", "times=3"});
    BOOST_TEST(result.exit_code == 0, result.err);
    BOOST_TEST(result.out == "Hello Ada, 3 times\n");
    write("given.yaml", "whom: Grace\ntimes: 2\n");
    BOOST_TEST(run({"run", "./job.yaml", "--params-file", "given.yaml", "--param", "times=4"}).out ==
               "Hello Grace, 4 times\n");
}

BOOST_AUTO_TEST_CASE(take_what_a_shell_passes_on) {
    run_text(kGreeting);
    write("given.yaml", "whom: Grace\n");
    const auto shell = [&](const std::string& redirected) {
        return run_command(
            command({"/bin/bash", "-c", "\"$0\" run ./job.yaml --params-file " + redirected, ERRAND_PROGRAM}));
    };
    for (const char* redirected : {"- <given.yaml", "/dev/stdin <given.yaml", "<(cat given.yaml)"}) {
        const CommandResult result = shell(redirected);
        BOOST_TEST(result.out == "Hello Grace, 1 times\n", redirected << ": " << result.err);
    }
    const std::string place = (*this / "--params-file").string();
    BOOST_TEST(shell("- <<<'who: Ada'").err.starts_with(place + ":1:1: unknown parameter 'who'"));
    const CommandResult closed = shell("/dev/fd/9");
    BOOST_TEST(closed.exit_code == 78);
    BOOST_TEST(closed.err == "errand: the parameter file cannot be read: /dev/fd/9: Bad file descriptor\n");
    const CommandResult large = shell("- < <(head -c 1048577 /dev/zero)");
    BOOST_TEST(large.exit_code == 78);
    BOOST_TEST(large.err == "errand: - is more than 1 MiB; a parameter file may have at most 1 MiB\n");
}

BOOST_AUTO_TEST_CASE(have_relative_paths_that_a_shell_passes_on_begin_where_it_is) {
    run_text(
        "parameters: {at: {type: path}}\ntasks: [{name: say, uses: probe.echo, with: {text: '${{ params.at }}'}}]\n");
    const CommandResult result = run_command(
        command({"/bin/bash", "-c", "\"$0\" run ./job.yaml --params-file - <<<'at: data/in.csv'", ERRAND_PROGRAM}));
    BOOST_TEST(result.out == (*this / "data/in.csv").string() + "\n", result.err);
}

BOOST_AUTO_TEST_CASE(need_what_the_job_needs) {
    const CommandResult missing = run_text(kGreeting);
    BOOST_TEST(missing.exit_code == 64);
    BOOST_TEST(missing.err ==
               "errand: the job 'job' needs more parameters, by --param NAME=VALUE or --params-file:\n"
               "  whom: Who is greeted\n");
    const CommandResult unknown = run({"run", "./job.yaml", "--param", "who=Ada"});
    BOOST_TEST(unknown.exit_code == 64);
    BOOST_TEST(unknown.err == "errand: --param who: the job 'job' has no such parameter, did you mean 'whom'?\n");
    BOOST_TEST(run({"check", "./job.yaml"}).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(pass_values_on_with_their_types) {
    const CommandResult result = run_text(
        "tasks:\n  - {name: first, uses: probe.echo, with: {text: one}}\n"
        "  - name: second\n    needs: [first]\n    uses: probe.echo\n    with:\n"
        "      text: ${{ tasks.first.outputs.seen.parameters.text }} ${{ tasks.first.state }} ${{ run.job }}\n"
        "      succeeds_at: ${{ tasks.first.outputs.seen.attempt }}\n",
        {"--json"});
    const Value report = parse_json(result.out);
    BOOST_TEST(report.find("exit_code")->integer() == 0, result.out);
    const Value& seen = *report.find("tasks")->list().at(1).find("outputs")->find("seen")->find("parameters");
    BOOST_TEST(seen.find("text")->text() == "one succeeded job");
    BOOST_TEST(seen.find("succeeds_at")->integer() == 1);
}

BOOST_AUTO_TEST_CASE(that_do_not_fit_end_the_task_before_it_begins) {
    const CommandResult result = run_text(
        "parameters: {n: {default: many}}\ntasks:\n"
        "  - {name: a, uses: probe.echo, with: {succeeds_at: '${{ params.n }}'}}\n"
        "  - {name: b, uses: probe.echo, if: length(params.n)}\n"
        "  - {name: c, uses: probe.echo, foreach: '${{ params.n }}'}\n"
        "  - {name: d, uses: probe.echo, with: {text: '${{ env.NOT_THERE }}'}}\n");
    BOOST_TEST(result.exit_code == 78);
    BOOST_TEST(
        run_log(result) ==
        "error: task 'a' misconfigured: the parameter 'succeeds_at' is to be an integer, and its value is another "
        "text\n"
        "error: task 'b' misconfigured: its condition length(params.n): a condition is true or false, found an "
        "integer\n"
        "error: task 'c' misconfigured: 'foreach' is to be a list, and its expression gives text\n"
        "error: task 'd' misconfigured: 'env.NOT_THERE' is not there\n");
}

BOOST_AUTO_TEST_CASE(skip_a_task_whose_condition_is_false) {
    const CommandResult result = run_text(
        "parameters: {n: {type: integer, default: 0}}\ntasks:\n"
        "  - {name: a, uses: probe.echo, if: params.n > 0}\n"
        "  - {name: b, uses: probe.echo, needs: [a]}\n"
        "  - {name: c, uses: probe.echo, needs: [a], when: always, if: '${{ params.n == 0 }}'}\n");
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST(run_log(result) ==
               "info: task 'a' skipped: its condition is false: params.n > 0\n"
               "info: task 'b' skipped: not begun, since task 'a' was skipped\n"
               "info: task 'c' succeeded after A WHILE: echoed\n");
}

BOOST_AUTO_TEST_CASE(run_a_task_for_each_item_and_collect_what_it_puts_out) {
    const CommandResult result = run_text(
        "parameters: {names: {type: list, default: [x, y, z]}}\ntasks:\n"
        "  - name: each\n    foreach: {in: '${{ params.names }}', max_parallel: 2}\n    uses: probe.echo\n"
        "    with: {text: '${{ index }}${{ item }}'}\n"
        "  - name: all\n    needs: [each]\n    uses: probe.echo\n    with:\n"
        "      text: ${{ length(tasks.each.outputs.seen) }}, the last ${{ tasks.each.outputs.seen[2].parameters.text "
        "}}\n");
    BOOST_TEST(result.exit_code == 0, result.err);
    const std::string last_line = "3, the last 2z\n";
    BOOST_TEST(result.out.substr(result.out.size() - last_line.size()) == last_line);
    for (const char* line : {"0x\n", "1y\n", "2z\n"})
        BOOST_TEST(result.out.find(line) != std::string::npos, result.out);
    BOOST_TEST(run_log(result).find("info: task 'each[2]' succeeded after A WHILE: echoed\n") != std::string::npos);
    BOOST_TEST(run_log(result).find("info: task 'each' succeeded after A WHILE: 3 of 3 items succeeded\n") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(fail_a_task_for_items_when_one_does_and_do_the_others_all_the_same) {
    const CommandResult result = run_text(
        "max_parallel: 1\ntasks:\n  - name: each\n    foreach: ['', no luck, '']\n    uses: probe.echo\n"
        "    with: {fail: '${{ item }}'}\n");
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(run_log(result) ==
               "info: task 'each[0]' succeeded after A WHILE: echoed\n"
               "error: task 'each[1]' failed after A WHILE: no luck\n"
               "info: task 'each[2]' succeeded after A WHILE: echoed\n"
               "error: task 'each' failed after A WHILE: 2 of 3 items succeeded; item 1 failed: no luck\n");
    BOOST_TEST(run_log(run_text("tasks:\n  - {name: each, foreach: [], uses: probe.echo}\n")) ==
               "info: task 'each' succeeded: no items\n");
}

BOOST_AUTO_TEST_CASE(end_with_the_run_while_no_item_has_begun) {
    write("job.yaml",
          "name: job\nmax_parallel: 1\ntasks:\n  - {name: first, uses: probe.echo, with: {wait: 1h}}\n"
          "  - {name: each, foreach: [1, 2], uses: probe.echo}\n");
    Command command(errand({"run", "./job.yaml", "--verbose"}));
    BOOST_TEST_REQUIRE(command.wait_until_printed("task 'first': started"));
    command.signal(SIGTERM);
    const CommandResult result = command.wait();
    BOOST_TEST(result.exit_code == 130);
    BOOST_TEST(run_log(result).find("info: task 'each' skipped: ") != std::string::npos, result.err);
}

BOOST_AUTO_TEST_CASE(end_with_the_run_while_items_wait_for_a_place) {
    write("job.yaml",
          "name: job\nmax_parallel: 2\ntasks:\n  - {name: each, foreach: {in: [1, 2, 3], max_parallel: 1}, uses: "
          "probe.echo, with: {wait: 1h}}\n  - {name: other, uses: probe.echo, with: {wait: 1h}}\n");
    Command command(errand({"run", "./job.yaml", "--verbose"}));
    BOOST_TEST_REQUIRE(command.wait_until_printed("task 'other': started"));
    command.signal(SIGTERM);
    const CommandResult result = command.wait();
    BOOST_TEST(result.exit_code == 130);
    BOOST_TEST(run_log(result).find("error: task 'each' cancelled after A WHILE: 0 of 3 items succeeded; item 0 "
                                    "cancelled: cancelled by SIGTERM\n") != std::string::npos,
               result.err);
}

BOOST_AUTO_TEST_CASE(give_a_task_a_secret_of_the_run_and_nobody_else) {
    write("key", "hunter2hunter2\n");
    chmod((*this / "key").c_str(), 0600);
    write("given.yaml", "key: {file: key}\n");
    const CommandResult result = run_text(
        "parameters: {key: {secret: true, required: true}}\ntasks:\n"
        "  - {name: say, uses: probe.echo, with: {password: '${{ params.key }}', tell: true}}\n",
        {"--params-file", "given.yaml"});
    BOOST_TEST(result.exit_code == 0, result.err);
    BOOST_TEST(result.out == "\n*** has 14 bytes\n");
}

BOOST_AUTO_TEST_CASE(make_the_environment_of_a_task) {
    set("PASSED=on");
    set("UNSEEN=off");
    const CommandResult result = run_text(
        "parameters: {mode: {default: fast}}\ntasks:\n  - name: say\n    uses: probe.environment\n"
        "    environment: {MODE: '${{ params.mode }}', PASSED: , SAYS: '${{ env.PASSED }}!', ABSENT: }\n");
    BOOST_TEST(result.exit_code == 0, result.err);
    for (const char* line : {"MODE=fast\n", "PASSED=on\n", "SAYS=on!\n", "HOME="})
        BOOST_TEST(result.out.find(line) != std::string::npos, result.out);
    for (const char* line : {"UNSEEN=", "ABSENT="}) BOOST_TEST(result.out.find(line) == std::string::npos, result.out);
}

BOOST_AUTO_TEST_CASE(have_no_part_in_where_a_task_works) {
    std::filesystem::create_directory(*this / "out");
    const CommandResult result =
        run_text("tasks:\n  - {name: say, uses: probe.echo, working_directory: out}\n", {"--json"});
    const Value report = parse_json(result.out);
    BOOST_TEST(report.find("exit_code")->integer() == 0, result.out);
    BOOST_TEST(report.find("tasks")->list().at(0).find("outputs")->find("seen")->find("directory")->text() ==
               std::filesystem::canonical(*this / "out").string());
    BOOST_TEST(std::filesystem::exists(*this / "out/left-behind"));
    const CommandResult absent = run_text("tasks:\n  - {name: say, uses: probe.echo, working_directory: absent}\n");
    BOOST_TEST(absent.exit_code == 78);
    BOOST_TEST(run_log(absent) == "error: task 'say' misconfigured after A WHILE: its working_directory " +
                                      (*this / "absent").string() +
                                      " cannot be used: No such file or directory; make it, or correct the job\n");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(resource_limits, Expressions)

BOOST_AUTO_TEST_CASE(end_a_task_that_uses_too_much) {
    const auto log_with = [&](const std::string& type, const std::string& limits) {
        const CommandResult result =
            run_text("tasks:\n  - {name: bad, uses: hostile." + type + ", limits: {" + limits + "}}\n");
        BOOST_TEST(result.exit_code == 1);
        return run_log(result);
    };
    BOOST_TEST(log_with("exhaust-memory", "memory: 64MiB")
                   .find("task 'bad' failed after A WHILE: used more memory than its limit of 64MiB\n") !=
               std::string::npos);
    BOOST_TEST(log_with("fork", "processes: 10")
                   .find("task 'bad' failed after A WHILE: had more processes than its limit of 10\n") !=
               std::string::npos);
    BOOST_TEST(log_with("flood-output", "output: 1MiB")
                   .find("task 'bad' failed after A WHILE: printed and logged more than its limit of 1MiB\n") !=
               std::string::npos);
    BOOST_TEST(log_with("burn", "cpu_time: 300ms")
                   .find("task 'bad' failed after A WHILE: used more CPU time than its limit of 300ms\n") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(keep_a_task_from_opening_more_files) {
    const CommandResult result = run_text(
        "defaults: {limits: {open_files: 40}}\ntasks:\n  - {name: say, uses: probe.open, with: {count: 100}}\n");
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(run_log(result) == "error: task 'say' failed after A WHILE: Too many open files\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand::testing

#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <regex>
#include <string>

#include "errand/json.hpp"
#include "support/raw_server.hpp"
#include "support/workspace.hpp"

using errand::parse_json;
using errand::Value;
using errand::testing::Command;
using errand::testing::CommandResult;
using errand::testing::Workspace;

namespace {

struct Configured : Workspace {
    Configured() {
        configure("limits: {grace: 1s}\n");
        // Else a sanitizer does that in unit tests only.
        set("ASAN_OPTIONS=detect_leaks=1");
    }

    void write_job(const std::string& tasks) { write("job.yaml", "name: job\ntasks:\n" + tasks); }

    CommandResult run_job(const std::string& tasks, std::vector<std::string> options = {}) {
        write_job(tasks);
        options.insert(options.begin(), {"run", "./job.yaml"});
        return run(options);
    }
};

/// Log lines without what differs from run to run.
std::string normalised(std::string text) {
    text = std::regex_replace(text, std::regex("[0-9]{4}-[0-9-]{5}T[0-9:]{8}Z"), "TIME");
    return std::regex_replace(text, std::regex("after ([0-9]+m?s)+"), "after A WHILE");
}

constexpr char kEcho[] = "  - {name: say, uses: probe.echo, with: {text: hello}}\n";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(run, Configured)

BOOST_AUTO_TEST_CASE(prints_what_tasks_print_and_logs_the_rest) {
    const CommandResult result = run_job(kEcho);
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST(result.out == "hello\n");
    BOOST_TEST(normalised(result.err) ==
               "TIME warning: task 'say': about to put out\n"
               "TIME info: task 'say' succeeded after A WHILE: echoed\n");
}

BOOST_AUTO_TEST_CASE(says_more_when_asked) {
    const CommandResult result = run_job(kEcho, {"--verbose"});
    BOOST_TEST(normalised(result.err) ==
               "TIME debug: task 'say': started, probe.echo\n"
               "TIME warning: task 'say': about to put out\n"
               "TIME info: task 'say' succeeded after A WHILE: echoed\n");
}

BOOST_AUTO_TEST_CASE(is_silent_when_asked_and_all_is_well) {
    const CommandResult result = run_job(kEcho, {"--quiet"});
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST(result.out.empty());
    BOOST_TEST(result.err.empty());
}

BOOST_AUTO_TEST_CASE(tells_all_when_silent_and_something_failed) {
    const CommandResult result =
        run_job("  - {name: say, uses: probe.echo, with: {text: hello, fail: no luck}}\n", {"--quiet"});
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(result.out == "hello\n");
    BOOST_TEST(normalised(result.err) ==
               "TIME warning: task 'say': about to put out\n"
               "TIME error: task 'say' failed after A WHILE: no luck\n");
}

BOOST_AUTO_TEST_CASE(reports_for_machines) {
    const CommandResult result = run_job(kEcho, {"--json"});
    const Value report = parse_json(result.out);
    BOOST_TEST(report.find("job")->text() == "job");
    BOOST_TEST(report.find("exit_code")->integer() == 0);
    BOOST_TEST(report.find("output")->text() == "hello\n");
    BOOST_TEST(!report.find("output_truncated")->boolean());
    const Value& task = report.find("tasks")->list().front();
    BOOST_TEST(task.find("state")->text() == "succeeded");
    BOOST_TEST(task.find("attempts")->integer() == 1);
    BOOST_TEST(task.find("message")->text() == "echoed");
    BOOST_TEST(task.find("peak_memory_bytes")->integer() > 0);
    const Value& seen = *task.find("outputs")->find("seen");
    BOOST_TEST(seen.find("job")->text() == "job");
    BOOST_TEST(seen.find("task")->text() == "say");
    BOOST_TEST(seen.find("attempt")->integer() == 1);
    BOOST_TEST(seen.find("parameters")->find("wait")->integer() == 0);
    // A directory of its own, which is gone with what was left in it.
    const std::filesystem::path directory = seen.find("directory")->text();
    BOOST_TEST(!std::filesystem::exists(directory));
    BOOST_TEST(directory.parent_path() == std::filesystem::weakly_canonical(work_directory()));
}

BOOST_AUTO_TEST_CASE(tells_machines_that_there_was_more_output) {
    const CommandResult result = run_job("  - {name: bad, uses: hostile.flood-output}\n", {"--json"});
    const Value report = parse_json(result.out);
    BOOST_TEST(report.find("output")->text().size() == std::size_t{1} << 20);
    BOOST_TEST(report.find("output_truncated")->boolean());
}

BOOST_AUTO_TEST_CASE(reports_for_machines_what_kept_it_from_beginning) {
    const CommandResult bad_job = run_job("  - {name: say, uses: probe.sing}\n", {"--json"});
    BOOST_TEST(bad_job.exit_code == 78);
    BOOST_TEST(bad_job.out == R"({
  "error": "./job.yaml:3:23: unknown task type 'probe.sing', did you mean 'probe.echo'?\n      - {name: say, uses: probe.sing}\n                          ^",
  "exit_code": 78
}
)");
    const CommandResult no_job = run({"run", "--json", "./nowhere.yaml"});
    BOOST_TEST(no_job.exit_code == 78);
    BOOST_TEST(no_job.out == R"({
  "error": "the job file cannot be read: ./nowhere.yaml: No such file or directory",
  "exit_code": 78
}
)");
    BOOST_TEST(no_job.err == "errand: the job file cannot be read: ./nowhere.yaml: No such file or directory\n");
}

BOOST_AUTO_TEST_CASE(ends_with_130_when_it_is_interrupted) {
    write_job("  - {name: wait, uses: probe.echo, with: {wait: 1h}}\n");
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        Command command(errand({"run", "./job.yaml", "--verbose"}));
        BOOST_TEST_REQUIRE(command.wait_until_printed("started"));
        command.signal(signal);
        const CommandResult result = command.wait();
        BOOST_TEST(result.exit_code == 130);
        BOOST_TEST(normalised(result.err) ==
                   "TIME debug: task 'wait': started, probe.echo\n"
                   "TIME error: task 'wait' cancelled after A WHILE: cancelled by SIG" +
                       std::string(sigabbrev_np(signal)) + "\n");
    }
}

BOOST_AUTO_TEST_CASE(ends_at_once_when_it_is_interrupted_twice) {
    configure("limits: {grace: 1h}\n");
    write_job("  - {name: deaf, uses: hostile.ignore-term}\n");
    Command command(errand({"run", "./job.yaml"}));
    BOOST_TEST_REQUIRE(command.wait_until_printed("deaf"));
    command.signal(SIGINT);
    usleep(100'000);
    command.signal(SIGINT);
    BOOST_TEST(command.wait().exit_code == 130);
}

BOOST_AUTO_TEST_CASE(ends_with_124_at_a_time_limit) {
    const CommandResult result = run_job("  - {name: wait, uses: probe.echo, with: {wait: 1h}, time_limit: 300ms}\n");
    BOOST_TEST(result.exit_code == 124);
    BOOST_TEST(normalised(result.err) ==
               "TIME error: task 'wait' timed out after A WHILE: not done within its time limit of 300ms\n");
}

BOOST_AUTO_TEST_CASE(does_not_wait_for_a_token_beyond_its_end) {
    const errand::testing::RawServer silent({{{errand::testing::hang()}}});
    configure("providers:\n  slow:\n    type: oauth2\n    token_url: " + silent.url("/token") +
              "\n    client_id: id\n    client_secret: {env: A_SECRET}\n"
              "    scopes: ['urn:globus:auth:scope:transfer.api.globus.org:all']\n");
    set("A_SECRET=not-so-secret");
    const CommandResult result = run_job("  - {name: wait, uses: probe.poll, provider: slow, time_limit: 300ms}\n");
    BOOST_TEST(result.exit_code == 124);
}

BOOST_AUTO_TEST_CASE(says_that_the_state_directory_is_closed) {
    std::filesystem::create_directories(path() / "home/.local/state");
    ::chmod((path() / "home/.local/state").c_str(), 0500);
    const CommandResult result = run_job(kEcho);
    BOOST_TEST(result.exit_code == 74);
    BOOST_TEST(result.err == "errand: the state directory " + work_directory().parent_path().string() +
                                 " cannot be used: Permission denied; let the user that errand runs as write there, or "
                                 "set STATE_DIRECTORY to a directory of that user\n");
    ::chmod((path() / "home/.local/state").c_str(), 0700);
}

BOOST_AUTO_TEST_CASE(ends_with_74_when_the_output_is_lost) {
    write_job(kEcho);
    const CommandResult result = errand::testing::run_command(
        command({"/bin/sh", "-c", std::string("exec ") + ERRAND_PROGRAM + " run ./job.yaml > /dev/full"}));
    BOOST_TEST(result.exit_code == 74);
    const std::string line = "TIME error: what the tasks print cannot be written: No space left on device\n";
    BOOST_TEST(normalised(result.err).find(line) != std::string::npos, result.err);
}

BOOST_AUTO_TEST_CASE(never_shows_a_secret_parameter) {
    const CommandResult result = run_job(
        "  - name: say\n    uses: probe.echo\n    with:\n      password: sesame-open-sesame\n      nonsense: 1\n");
    BOOST_TEST(result.exit_code == 78);
    BOOST_TEST(result.err.find("sesame-open") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(gives_a_task_the_secret_that_the_job_refers_to) {
    const std::string job = "  - {name: say, uses: probe.echo, with: {password: {file: hush}, tell: true}}\n";
    const CommandResult missing = run_job(job);
    BOOST_TEST(normalised(missing.err).find("task 'say' misconfigured") != std::string::npos, missing.err);
    BOOST_TEST(missing.exit_code == 78);
    write("hush", "sesame-open-sesame\n");
    const CommandResult result = run_job(job);
    BOOST_TEST(result.out == "\n*** has 18 bytes\n");
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST(run_job(job, {"--sandbox"}).out == "\nsandbox has 7 bytes\n");
}

BOOST_AUTO_TEST_CASE(is_cancelled_while_it_waits_for_a_secret) {
    write_job(
        "  - {name: say, uses: probe.echo, with: {password: {command: [sh, -c, 'echo asked > asked; sleep 1000']}}}\n");
    errand::testing::Command command(errand({"run", "./job.yaml"}));
    for (int i = 0; i < 3000 && !std::filesystem::exists(*this / "asked"); ++i) usleep(20'000);
    command.signal(SIGTERM);
    const CommandResult result = command.wait();
    BOOST_TEST(normalised(result.err) == "TIME error: task 'say' cancelled after A WHILE: cancelled by SIGTERM\n");
    BOOST_TEST(result.exit_code == 130);
}

BOOST_AUTO_TEST_SUITE_END()

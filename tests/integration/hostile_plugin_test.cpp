#include <unistd.h>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "errand/json.hpp"
#include "support/introductions.hpp"
#include "support/workspace.hpp"

using errand::parse_json;
using errand::Value;
using errand::testing::CommandResult;
using errand::testing::introduced;
using errand::testing::ProcessIdentity;
using errand::testing::still_there;
using errand::testing::Workspace;

namespace {

struct Limited : Workspace {
    Limited() { configure("limits: {grace: 1s, output: 4MiB, memory: 700MiB}\n"); }
    CommandResult run_task(const std::string& type, const std::string& more = {}) {
        write("job.yaml", "name: job\ntasks:\n  - name: bad\n    uses: hostile." + type + "\n" + more);
        return run({"run", "./job.yaml", "--json"});
    }
    Value report(const CommandResult& result) { return parse_json(result.out).find("tasks")->list().front(); }
    std::string output(const CommandResult& result) { return parse_json(result.out).find("output")->text(); }
    void check_gone(const std::vector<ProcessIdentity>& processes) {
        BOOST_TEST(still_there(processes) == std::vector<pid_t>(), boost::test_tools::per_element());
        BOOST_TEST(std::filesystem::is_empty(work_directory()));
    }
    /// \param processes how many introduced themselves: the init, the worker, and who else there was
    void check_nothing_left(const std::string& printed, std::size_t processes = 2) {
        const auto attempt = introduced(printed);
        BOOST_TEST(attempt.size() == processes);
        check_gone(attempt);
    }
};

/// 0 when it is gone.
pid_t parent_of(pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/status");
    pid_t parent = 0;
    for (std::string word; file >> word && parent == 0;)
        if (word == "PPid:") file >> parent;
    return parent;
}

struct Wrong {
    const char* type;
    const char* message;
};

std::ostream& operator<<(std::ostream& out, const Wrong& wrong) { return out << wrong.type; }

const Wrong wrongs[] = {
    {"segfault", "ended without an outcome: killed by SIGSEGV (Segmentation fault)"},
    {"abort", "ended without an outcome: killed by SIGABRT (Aborted)"},
    {"exit-zero", "ended without an outcome: exit code 0"},
    {"exit-at-once", "ended without an outcome: exit code 0"},
    {"exit-after-outcome", "succeeded, and then ended badly: exit code 3"},
    {"kill-init", "ended without an outcome: killed by SIGKILL (Killed)"},
    {"throw-exception", "the disk\\nis \\x1b[31mred"},
    {"throw-number", "threw something that is not a std::exception"},
    {"garbage", "broke the protocol: a malformed message: not JSON: expected ',' or '}' after member value"},
    {"huge-frame", "broke the protocol: a message of 4294967295 bytes was announced, the limit is 8388608"},
    {"undeclared-token", "broke the protocol: a token for a resource server that the task type does not declare"},
    {"flood-output", "printed and logged more than its limit of 4MiB"},
    {"flood-errors", "printed and logged more than its limit of 4MiB"},
    {"flood-empty-lines", "printed and logged more than its limit of 4MiB"},
    {"flood-socket", "broke the protocol: more than 1,000 messages a second"},
    {"close-socket", "ended without an outcome: exit code 70"},
    {"shut-down-socket", "ended without an outcome: exit code 143"},
    {"exhaust-memory", "used more memory than its limit of 700MiB"},
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(hostile_plugin, Limited)

BOOST_DATA_TEST_CASE(is_one_failed_attempt, boost::unit_test::data::make(wrongs), wrong) {
    const CommandResult result = run_task(wrong.type);
    BOOST_TEST(result.exit_code == 1);
    const Value task = report(result);
    BOOST_TEST(task.find("state")->text() == "failed");
    BOOST_TEST(task.find("message")->text() == wrong.message);
    check_nothing_left(output(result));
}

BOOST_AUTO_TEST_CASE(that_is_deaf_to_sigterm_ends_with_the_grace_time) {
    const CommandResult result = run_task("ignore-term", "    time_limit: 500ms\n");
    BOOST_TEST(result.exit_code == 124);
    BOOST_TEST(report(result).find("message")->text() == "not done within its time limit of 500ms");
    // On a slow machine it had no time to introduce itself.
    check_gone(introduced(output(result)));
}

BOOST_AUTO_TEST_CASE(cannot_fill_the_log_of_a_quiet_run_with_next_to_nothing) {
    write("job.yaml", "name: job\ntasks:\n  - {name: bad, uses: hostile.flood-empty-lines}\n");
    const CommandResult result = run({"run", "./job.yaml", "--quiet"});
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(result.err.find("task 'bad' failed after") != std::string::npos);
    BOOST_TEST(result.err.size() < std::size_t{4} << 20);
}

BOOST_AUTO_TEST_CASE(cannot_leave_a_daemon_behind) {
    const CommandResult result = run_task("daemon");
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(report(result).find("message")->text() ==
               "left the process 'errand-task' behind; a task has to wait for the processes that it starts");
    check_nothing_left(output(result), 3);
}

BOOST_AUTO_TEST_CASE(cannot_leave_a_crowd_behind) {
    // What a crowd shares counts for each of it, and a sanitizer's share is large.
    configure("limits: {grace: 1s, memory: 16GiB}\n");
    write("job.yaml", "name: job\ntasks:\n  - {name: bad, uses: hostile.fork}\n");
    errand::testing::Command command(errand({"run", "./job.yaml"}));
    constexpr std::size_t kInitAndCrowd = 1 + 64;
    for (int i = 0; i < 3000 && introduced(command.out()).size() < kInitAndCrowd; ++i) usleep(20'000);
    command.signal(SIGTERM);
    const CommandResult result = command.wait();
    BOOST_TEST(result.exit_code == 130);
    check_nothing_left(result.out, kInitAndCrowd);
}

BOOST_AUTO_TEST_CASE(sees_nothing_of_the_supervisor) {
    set("SECRET_OF_THE_SUPERVISOR=hunter2-hunter2");
    write("job.yaml", "name: job\ntasks:\n  - {name: bad, uses: hostile.spy}\n");
    const CommandResult result = run({"run", "--sandbox", "./job.yaml"});
    BOOST_TEST(result.exit_code == 0);
    // All that it found: its own environment, each of the variables that are passed on.
    std::string rest;
    std::size_t begin = 0;
    for (std::size_t end = 0; (end = result.out.find('\n', begin)) != std::string::npos; begin = end + 1) {
        const std::string line = result.out.substr(begin, end - begin);
        bool is_expected = false;
        for (const char* name : {"PATH=", "HOME=", "LC_ALL=", "TMPDIR=", "ERRAND_ATTEMPT="})
            is_expected = is_expected || line.rfind(std::string("environment ") + name, 0) == 0;
        if (!is_expected) rest += line + "\n";
    }
    BOOST_TEST(rest == "looked at the supervisor\n");
    BOOST_TEST(result.out.find("hunter2") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(dies_with_the_supervisor) {
    write("job.yaml", "name: job\ntasks:\n  - {name: bad, uses: hostile.ignore-term}\n");
    errand::testing::Command command(errand({"run", "./job.yaml"}));
    BOOST_TEST_REQUIRE(command.wait_until_printed("deaf"));
    command.signal(SIGKILL);
    BOOST_TEST(command.wait().exit_code == 128 + SIGKILL);
    const auto attempt = introduced(command.out());
    BOOST_TEST(attempt.size() == 2U);
    // Its init sees the socket hang up, waits for the grace time of a second, and ends it.
    for (int i = 0; i < 3000 && !still_there(attempt).empty(); ++i) usleep(20'000);
    BOOST_TEST(still_there(attempt) == std::vector<pid_t>(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(dies_with_the_supervisor_and_the_init) {
    write("job.yaml", "name: job\ntasks:\n  - {name: bad, uses: hostile.ignore-term}\n");
    errand::testing::Command command(errand({"run", "./job.yaml"}));
    BOOST_TEST_REQUIRE(command.wait_until_printed("deaf"));
    const auto attempt = introduced(command.out());
    BOOST_TEST_REQUIRE(attempt.size() == 2U);
    // Nobody is to see that the other is gone.
    command.signal(SIGSTOP);
    ::kill(attempt.front().pid, SIGKILL);
    command.signal(SIGKILL);
    BOOST_TEST(command.wait().exit_code == 128 + SIGKILL);
    for (int i = 0; i < 3000 && !still_there(attempt).empty(); ++i) usleep(20'000);
    BOOST_TEST(still_there(attempt) == std::vector<pid_t>(), boost::test_tools::per_element());
    const auto work = work_directory();
    BOOST_TEST(!std::filesystem::is_empty(work));
    const CommandResult next = run_task("abort");
    BOOST_TEST(
        next.err.find("a run was killed before it could clean up; its working directories were removed: 1, and its "
                      "processes ended: 0\n") != std::string::npos);
    BOOST_TEST(std::filesystem::is_empty(work));
}

BOOST_AUTO_TEST_CASE(leaves_nothing_to_whoever_finds_its_run_lost) {
    write("job.yaml",
          "name: job\ntasks:\n  - name: bad\n    uses: shell.command\n    with:\n      script: |\n"
          "        worker=$PPID setsid sh -c 'echo left $$ $worker; exec sleep 1h' &\n        wait\n");
    errand::testing::Command command(errand({"run", "./job.yaml"}));
    BOOST_TEST_REQUIRE(command.wait_until_printed("left "));
    pid_t worker = 0;
    timespec now = {};
    clock_gettime(CLOCK_BOOTTIME, &now);
    ProcessIdentity left = {0, now.tv_sec};
    std::istringstream(command.out().substr(std::string("left ").size())) >> left.pid >> worker;
    // Nobody is to see that the other is gone.
    command.signal(SIGSTOP);
    const pid_t init = parent_of(worker);
    BOOST_TEST_REQUIRE(init > 1);
    ::kill(init, SIGKILL);
    command.signal(SIGKILL);
    command.wait();
    std::string told;
    for (int i = 0; i < 3000 && told.find(" is lost: ") == std::string::npos; ++i) {
        told += run({"history"}).err;
        usleep(20'000);
    }
    BOOST_TEST(told.find("its working directories were removed: 1, and its processes ended: ") != std::string::npos,
               told);
    BOOST_TEST(told.find("its processes ended: 0") == std::string::npos, told);
    BOOST_TEST(still_there({left}) == std::vector<pid_t>(), boost::test_tools::per_element());
    BOOST_TEST(std::filesystem::is_empty(work_directory()));
}

BOOST_AUTO_TEST_SUITE_END()

#include <unistd.h>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>
#include <vector>

#include "errand/json.hpp"
#include "support/workspace.hpp"

using errand::parse_json;
using errand::Value;
using errand::testing::CommandResult;
using errand::testing::Workspace;

namespace {

/// The processes of an attempt of this workspace's runs that are still there, by what stands in their environment.
std::vector<std::string> left_behind(const Workspace& workspace) {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        std::ifstream file(entry.path() / "environ");
        const std::string environment((std::istreambuf_iterator<char>(file)), {});
        if (environment.find("ERRAND_ATTEMPT=") != std::string::npos &&
            environment.find((workspace / "home").string()) != std::string::npos)
            found.push_back(entry.path());
    }
    return found;
}

struct Limited : Workspace {
    Limited() { configure("limits: {grace: 1s, output: 4MiB, memory: 700MiB}\n"); }
    CommandResult run_task(const std::string& type, const std::string& more = {}) {
        write("job.yaml", "name: job\ntasks:\n  - name: bad\n    uses: hostile." + type + "\n" + more);
        return run({"run", "./job.yaml", "--json"});
    }
    Value report(const CommandResult& result) { return parse_json(result.out).find("tasks")->list().front(); }
    void check_nothing_left() {
        BOOST_TEST(left_behind(*this).empty());
        const auto work = path() / "home/.local/state/errand/work";
        BOOST_TEST(std::filesystem::is_empty(work));
    }
};

struct Wrong {
    const char* type;
    const char* message;
};

std::ostream& operator<<(std::ostream& out, const Wrong& wrong) { return out << wrong.type; }

const Wrong wrongs[] = {
    {"segfault", "ended without an outcome: killed by SIGSEGV (Segmentation fault)"},
    {"abort", "ended without an outcome: killed by SIGABRT (Aborted)"},
    {"exit-zero", "ended without an outcome: exit code 0"},
    {"throw-exception", "the disk\\nis \\x1b[31mred"},
    {"throw-number", "threw something that is not a std::exception"},
    {"garbage", "broke the protocol: a malformed message: not JSON: expected ',' or '}' after member value"},
    {"huge-frame", "broke the protocol: a message of 4294967295 bytes was announced, the limit is 8388608"},
    {"undeclared-token", "broke the protocol: a token for a resource server that the task type does not declare"},
    {"flood-output", "printed and logged more than its limit of 4MiB"},
    {"flood-errors", "printed and logged more than its limit of 4MiB"},
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
    check_nothing_left();
}

BOOST_AUTO_TEST_CASE(that_is_deaf_to_sigterm_ends_with_the_grace_time) {
    const CommandResult result = run_task("ignore-term", "    time_limit: 500ms\n");
    BOOST_TEST(result.exit_code == 124);
    BOOST_TEST(report(result).find("message")->text() == "not done within its time limit of 500ms");
    BOOST_TEST(parse_json(result.out).find("output")->text() == "deaf\n");
    check_nothing_left();
}

BOOST_AUTO_TEST_CASE(cannot_leave_a_daemon_behind) {
    const CommandResult result = run_task("daemon");
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST(parse_json(result.out).find("output")->text() == "left a daemon\n");
    check_nothing_left();
}

BOOST_AUTO_TEST_CASE(cannot_leave_a_crowd_behind) {
    // What a crowd shares counts for each of it, and a sanitizer's share is large.
    configure("limits: {grace: 1s, memory: 16GiB}\n");
    const CommandResult result = run_task("fork", "    time_limit: 1s\n");
    BOOST_TEST(result.exit_code == 124);
    check_nothing_left();
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
    // Its init sees the socket hang up, waits for the grace time of a second, and ends it.
    for (int i = 0; i < 500 && !left_behind(*this).empty(); ++i) usleep(20'000);
    BOOST_TEST(left_behind(*this).empty());
}

BOOST_AUTO_TEST_SUITE_END()

#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/directory_lock.hpp"
#include "base/landlock.hpp"
#include "errand/json.hpp"
#include "support/file_text.hpp"
#include "support/workspace.hpp"

namespace fs = std::filesystem;
using errand::landlock_version;
using errand::parse_json;
using errand::Value;
using errand::testing::Command;
using errand::testing::CommandResult;
using errand::testing::text_of;
using errand::testing::Workspace;

namespace {

constexpr char kWarning[] =
    "warning: tasks are not caged: this kernel has no Landlock, so they can open any file of the user\n";

/// What each way of the plugin's is answered with.
const std::vector<std::pair<std::string, std::string>> kAnswers = {
    {"read", "Permission denied"},
    {"read by a link", "Permission denied"},
    {"read by a hard link", "Invalid cross-device link"},
    {"read by /proc/self/root", "Permission denied"},
    {"read by /proc/self/fd", "Permission denied"},
    {"read by the parent's root", "Permission denied"},
    {"read by a program", "Permission denied"},
    {"write", "Permission denied"},
    {"empty", "Permission denied"},
    {"move", "Permission denied"},
    {"replace", "Permission denied"},
    {"remove", "Permission denied"},
    {"add beside", "Permission denied"},
    {"list around", "Permission denied"},
};

struct WithCagedPlugin : Workspace {
    WithCagedPlugin() {
        configure("providers:\n  p: {type: globus, client_id: c, client_secret: {file: secret}}\n");
        write("config/secret", "hunter2-hunter2");
    }
    CommandResult run_task(const std::string& type, const std::string& with, const std::string& more = {}) {
        write("jobs/job.yaml",
              "name: job\ntasks:\n  - name: t\n    uses: caged." + type + "\n    with: " + with + "\n" + more);
        return run({"run", "job", "--json"});
    }
    static std::string message_of(const CommandResult& result) {
        return parse_json(result.out).find("tasks")->list().front().find("message")->text();
    }
    static std::string output_of(const CommandResult& result) { return parse_json(result.out).find("output")->text(); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(cage, WithCagedPlugin)

BOOST_AUTO_TEST_CASE(keeps_a_hostile_plugin_from_every_file_that_is_not_its_own) {
    if (landlock_version() < 3) return;
    const std::vector<std::pair<std::string, std::string>> files = {
        {"another run's", fs::relative(work_directory() / "other/file", path())},
        {"configuration", "config/errand.yaml"},
        {"job", "jobs/job.yaml"},
        {"key", "home/.ssh/id_ed25519"},
        {"secret", "config/secret"},
        {"state", "home/.local/state/errand/history"},
        {"temporary", "file"},
        {"token", "home/.cache/errand/tokens/token"},
    };
    std::string with = "{files: {";
    std::string expected = "when loaded: Permission denied\n";
    for (const auto& [what, name] : files) {
        if (what != "configuration" && what != "job" && what != "secret") write(name, "untouched");
        with += "\"" + what + "\": '" + (path() / name).string() + "', ";
        for (const auto& [way, answer] : kAnswers) expected += what + ", " + way + ": " + answer + "\n";
    }
    // What no run holds is removed by the next.
    const errand::UniqueFd other = errand::hold_directory(work_directory() / "other");
    const CommandResult result = run_task("escape", with + "}}");
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST(output_of(result) == expected);
    for (const auto& [what, name] : files)
        if (what != "configuration" && what != "job" && what != "secret")
            BOOST_TEST(text_of(path() / name) == "untouched");
    BOOST_TEST(text_of(path() / "config/secret") == "hunter2-hunter2");
}

BOOST_AUTO_TEST_CASE(keeps_a_hostile_plugin_from_other_processes) {
    if (landlock_version() < 6) return;
    Command other(command({"/bin/sleep", "1000"}));
    const CommandResult result = run_task("escape", "{process: " + std::to_string(other.pid()) + "}");
    BOOST_TEST(output_of(result) ==
               "when loaded: Permission denied\n"
               "process, /cmdline: Permission denied\n"
               "process, /environ: Permission denied\n"
               "process, /maps: Permission denied\n"
               "process, /mem: Permission denied\n"
               "process, /fd: Permission denied\n"
               "process, /root: Permission denied\n"
               "process, memory: Operation not permitted\n"
               "process, trace: Operation not permitted\n"
               "process, signal: Operation not permitted\n"
               "parent, signal: Operation not permitted\n");
    BOOST_TEST(::kill(other.pid(), 0) == 0);
}

BOOST_AUTO_TEST_CASE(is_there_when_a_plugin_is_described) {
    if (landlock_version() == 0) return;
    BOOST_TEST(run({"plugins", "caged.escape"}).out.find("  Told when described: Permission denied\n") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(lets_a_task_have_what_its_type_declares) {
    write("jobs/in.csv", "some data");
    const CommandResult result = run_task("copy", "{from: in.csv, to: ../out.csv}");
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST(text_of(path() / "out.csv") == "some data");
    // Once more, over what is there now.
    write("jobs/in.csv", "other");
    BOOST_TEST(run_task("copy", "{from: in.csv, to: ../out.csv}").exit_code == 0);
    BOOST_TEST(text_of(path() / "out.csv") == "other");
}

BOOST_AUTO_TEST_CASE(lets_a_task_have_no_more_than_the_job_leaves_it) {
    if (landlock_version() == 0) return;
    write("jobs/in.csv", "some data");
    const std::string with = "{from: in.csv, to: ../out.csv}";
    BOOST_TEST(message_of(run_task("copy", with, "    files: none\n")) == "cannot read: Permission denied");
    BOOST_TEST(message_of(run_task("copy", with, "    files: {read: [in.csv]}\n")) ==
               "cannot write: Permission denied");
    BOOST_TEST(message_of(run_task("copy", with, "    files: {read: [in.csv], write: [../out.csv]}\n")) == "copied");
}

BOOST_AUTO_TEST_CASE(is_not_opened_by_a_link_that_a_task_left) {
    fs::create_directories(path() / "data");
    fs::create_symlink(path() / "config/secret", path() / "data/in.csv");
    if (::geteuid() == 0) BOOST_REQUIRE(::lchown((path() / "data/in.csv").c_str(), 65534, 65534) == 0);
    const CommandResult result = run_task("copy", "{from: ../data/in.csv, to: ../out.csv}");
    const std::string link = path() / "data/in.csv";
    BOOST_TEST(message_of(result) == "the declared path " + link + " leads through the symbolic link " + link +
                                         ", which is not root's and could be another task's; declare what it leads to");
}

BOOST_AUTO_TEST_CASE(says_what_cannot_be_made) {
    write("jobs/in.csv", "some data");
    const CommandResult result = run_task("copy", "{from: in.csv, to: ../absent/out.csv}");
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(message_of(result) == "cannot make " + (path() / "absent/out.csv").string() +
                                         ", which the task may write: No such file or directory");
}

BOOST_AUTO_TEST_CASE(has_room_for_programs_and_temporary_files) {
    const CommandResult result =
        run_task("shell",
                 "{command: 'test \"$TMPDIR\" = \"$PWD\" && file=$(mktemp) && date -u +%Y | tee \"$file\" > years && "
                 "mkdir a && mv years a/ && cmp \"$file\" a/years && rm -r a && cp /bin/echo mine && ./mine \"$(ls | "
                 "wc -l)\"'}");
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST(output_of(result) == "2\n");
}

BOOST_AUTO_TEST_CASE(is_shown_by_check) {
    write("jobs/job.yaml",
          "name: job\ntasks:\n"
          "  - {name: a, uses: caged.copy, with: {from: in.csv, to: /srv/out.csv}}\n"
          "  - {name: b, uses: caged.copy, with: {from: in.csv, to: /srv/out.csv}, files: {read: [in.csv]}}\n"
          "  - {name: c, uses: caged.copy, with: {from: in.csv, to: /srv/out.csv}, files: none}\n"
          "  - {name: d, uses: caged.trusted-shell, with: {command: pwd}}\n");
    const std::string in = path() / "jobs/in.csv";
    BOOST_TEST(run({"check", "-v", "job"}).out ==
               "job: good\n"
               "  a: caged.copy, no credentials, reads " +
                   in +
                   ", writes /srv/out.csv\n"
                   "  b: caged.copy, no credentials, reads " +
                   in +
                   "\n"
                   "  c: caged.copy, no credentials, no files\n"
                   "  d: caged.trusted-shell, no credentials, reads and writes any "
                   "file of the user\n");
}

BOOST_AUTO_TEST_CASE(is_not_around_a_task_that_may_touch_any_file) {
    const std::string command = "{command: 'cat " + (path() / "config/secret").string() + "'}";
    BOOST_TEST(output_of(run_task("trusted-shell", command)) == "hunter2-hunter2");
    if (landlock_version() == 0) return;
    BOOST_TEST(message_of(run_task("trusted-shell", command, "    files: none\n")) == "it failed");
    BOOST_TEST(message_of(run_task("shell", command)) == "it failed");
}

BOOST_AUTO_TEST_CASE(that_the_kernel_does_not_have_is_told_once) {
    write("jobs/job.yaml",
          "name: job\ntasks:\n"
          "  - {name: a, uses: caged.shell, with: {command: pwd}}\n"
          "  - {name: b, uses: caged.shell, with: {command: pwd}}\n");
    const auto told_of = [&] {
        auto request = errand({"run", "job"});
        request.words.insert(request.words.begin(), ERRAND_WITHOUT_LANDLOCK);
        return run_command(request);
    };
    const CommandResult result = told_of();
    BOOST_TEST(result.exit_code == 0);
    const std::size_t first = result.err.find(kWarning);
    BOOST_TEST_REQUIRE(first != std::string::npos);
    BOOST_TEST(result.err.find(kWarning, first + 1) == std::string::npos);
    write("jobs/job.yaml", "name: job\ntasks: [{name: a, uses: caged.trusted-shell, with: {command: pwd}}]\n");
    BOOST_TEST(told_of().err.find(kWarning) == std::string::npos);
    if (landlock_version() > 0) BOOST_TEST(run({"run", "job"}).err.find(kWarning) == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

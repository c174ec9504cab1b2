#include <boost/test/unit_test.hpp>

#include <csignal>
#include <filesystem>
#include <string>

#include "base/landlock.hpp"
#include "errand/json.hpp"
#include "support/normalised.hpp"
#include "support/raw_server.hpp"
#include "support/workspace.hpp"

namespace fs = std::filesystem;
using namespace errand::testing;
using errand::Value;

namespace {

constexpr char kShellToken[] = "t0ken-of-the-shell";
/// The same, as errand shows it.
constexpr char kShownShellToken[] = "token:3ae8541d";

/// The job `job` with one task, and the token endpoint of its provider.
struct ShellPlugin : Workspace {
    ShellPlugin() {
        set("SECRET=hunter2-hunter2");
        configure("providers:\n  p:\n    type: oauth2\n    token_url: " + auth.url("/token") +
                  "\n    client_id: me\n    client_secret: {env: SECRET}\n");
    }
    /// \param with lines of parameters
    CommandResult run_task(const std::string& with, const std::string& more = {}) {
        write_task(with, more);
        return run({"run", "--json", "./job.yaml"});
    }
    void write_task(const std::string& with, const std::string& more = {}) const {
        write("job.yaml", "name: job\ntasks:\n  - name: it\n    uses: shell.command\n    with:\n" + with + more);
    }
    Value task_in(const CommandResult& result) const {
        return errand::parse_json(normalised(result.out, *this)).find("tasks")->list().at(0);
    }
    std::string message_in(const CommandResult& result) const { return task_in(result).find("message")->text(); }

    const RawServer auth{{{{answer(
        200, std::string(R"({"access_token":")") + kShellToken + R"(","token_type":"Bearer","expires_in":3600})",
        "Content-Type: application/json\r\n")}}}};
};

/// With a script that tells when it was asked to end.
struct Waiting : ShellPlugin {
    Waiting() {
        write_task(
            "      script: |\n"
            "        trap 'echo asked to end; exit 3' TERM\n"
            "        echo ready\n"
            "        while :; do sleep 0.05; done\n");
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(shell_plugin, ShellPlugin)

BOOST_AUTO_TEST_CASE(runs_a_script_in_a_directory_of_its_own) {
    const CommandResult result = run_task(
        "      script: |\n"
        "        [ \"$PWD\" = \"$TMPDIR\" ]\n"
        "        echo hello > file; cat file -; echo \"$GREETING\"\n"
        "      stdin: \"from the job\\n\"\n"
        "      environment: {GREETING: 'it''s $HOME'}\n");
    BOOST_TEST_REQUIRE(result.exit_code == 0, result.out);
    BOOST_TEST(message_in(result) == "the script exited with 0");
    BOOST_TEST(errand::to_json(*task_in(result).find("outputs")) ==
               R"({"exit_code":0,"stdout":"hello\nfrom the job\nit's $HOME\n"})");
}

BOOST_AUTO_TEST_CASE(shows_what_it_prints_and_complains_of) {
    write_task("      script: echo printed; echo complained >&2\n");
    const CommandResult result = run({"run", "./job.yaml"});
    BOOST_TEST(result.out == "printed\n");
    BOOST_TEST(result.err.find("complained\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(has_the_environment_of_every_task_and_no_more) {
    set("OTHER=of the shell that started errand");
    const CommandResult result = run_task("      script: env | cut -d= -f1 | sort\n");
    BOOST_TEST(task_in(result).find("outputs")->find("stdout")->text() ==
               "ERRAND_ATTEMPT\nHOME\nLC_ALL\nPATH\nPWD\nTMPDIR\n");
}

BOOST_AUTO_TEST_CASE(ends_as_the_job_takes_its_exit_code) {
    const std::string codes = "      exit_codes: {75: unreachable, 77: credentials-refused, 3: success}\n";
    BOOST_TEST(run_task("      script: exit 75\n" + codes).exit_code == 69);
    BOOST_TEST(run_task("      script: exit 77\n" + codes).exit_code == 77);
    BOOST_TEST(run_task("      script: exit 3\n" + codes).exit_code == 0);
    BOOST_TEST(run_task("      script: exit 4\n" + codes).exit_code == 1);
}

BOOST_AUTO_TEST_CASE(offers_a_token_that_is_not_shown) {
    const CommandResult result =
        run_task("      script: cat <&3\n      token: true\n", "    scopes: {api.example.org: ['items:read']}\n");
    BOOST_TEST_REQUIRE(result.exit_code == 0, result.out);
    BOOST_TEST(task_in(result).find("outputs")->find("stdout")->text() == std::string(kShownShellToken) + "\n");
    BOOST_TEST((result.out + result.err).find(kShellToken) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(offers_no_token_without_scopes) {
    BOOST_TEST(message_in(run_task("      script: cat <&3\n      token: true\n")) ==
               "'token' offers an access token, but the job names no 'scopes' for the task");
    BOOST_TEST(auth.connections() == 0U);
}

BOOST_AUTO_TEST_CASE(opens_what_the_job_leaves_it) {
    write("in/data", "open");
    write("other", "closed");
    const std::string script = "      script: cat data; cat ../other\n      directory: in\n";
    const CommandResult free = run_task(script);
    BOOST_TEST(task_in(free).find("outputs")->find("stdout")->text() == "openclosed");
    BOOST_TEST(run({"check", "-v", "./job.yaml"}).out ==
               "./job.yaml: good\n  it: shell.command, no credentials, reads and writes any file of the user\n");
    if (errand::landlock_version() == 0) return;
    const CommandResult caged = run_task(script, "    files: {read: [in]}\n");
    BOOST_TEST(message_in(caged) == "the script exited with 1");
    BOOST_TEST(task_in(caged).find("outputs")->find("stdout")->text() == "open");
}

BOOST_AUTO_TEST_CASE(starts_programs_that_the_job_leaves_it) {
    write("bin/hello", "#!/bin/sh\necho hello\n");
    fs::permissions(path() / "bin/hello", fs::perms(0700));
    const std::string command = "      argv: [./hello]\n      directory: bin\n";
    BOOST_TEST(run_task(command, "    files: {read: [bin]}\n").exit_code == 0);
    if (errand::landlock_version() == 0) return;
    BOOST_TEST(
        message_in(run_task(command, "    files: none\n")) ==
        "cannot start './hello': Permission denied; it must be executable, and where the job has 'files', one of "
        "them");
}

BOOST_AUTO_TEST_CASE(fails_where_its_script_leaves_something_running) {
    const CommandResult result = run_task("      script: sleep 1000 > /dev/null & echo done\n");
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(message_in(result) ==
               "left the process 'sleep' behind; a task has to wait for the processes that it starts");
}

BOOST_FIXTURE_TEST_CASE(is_asked_to_end_when_the_run_is, Waiting) {
    Command command(errand({"run", "./job.yaml"}));
    BOOST_TEST_REQUIRE(command.wait_until_printed("ready"));
    command.signal(SIGTERM);
    const CommandResult result = command.wait();
    BOOST_TEST(result.exit_code == 130);
    BOOST_TEST(result.out == "ready\nasked to end\n");
}

BOOST_AUTO_TEST_SUITE_END()

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "errand/version.hpp"
#include "support/workspace.hpp"

using errand::testing::CommandResult;
using errand::testing::Workspace;

namespace {

struct Mistake {
    std::vector<std::string> words;
    std::string message;

    friend std::ostream& operator<<(std::ostream& out, const Mistake& row) {
        for (const std::string& word : row.words) out << word << ' ';
        return out;
    }
};

const Mistake mistakes[] = {
    {{}, "A subcommand is required"},
    {{"plugin"}, "There is no subcommand 'plugin', did you mean 'plugins'?"},
    {{"-v", "frobnicate", "x"}, "There is no subcommand 'frobnicate'"},
    {{"help", "frobnicate"}, "There is no subcommand 'frobnicate'"},
    {{"help", "run", "x"}, "There is no subcommand 'x'"},
    {{"run"}, "job is required"},
    {{"run", "a", "b"}, "The following argument was not expected: b"},
    {{"run", "--jsn", "a"}, "The following argument was not expected: --jsn"},
    {{"--config"}, "--config: 1 required FILE missing"},
    {{"run", "a", "--scheduled-for", ""}, "--scheduled-for: its value is empty"},
    {{"run", "a", "--params-file", ""}, "--params-file: its value is empty"},
    {{"retry", "a", "--from", ""}, "--from: its value is empty"},
    {{"retry", "a", "--from", "b", "--failed"}, "--failed excludes --from"},
    {{"show"}, "run is required"},
    {{"new"}, "A subcommand is required"},
    {{"new", "plugni", "a"}, "There is no subcommand 'plugni', did you mean 'plugin'?"},
    {{"new", "job"}, "name is required"},
    {{"token"}, "A subcommand is required"},
    {{"token", "lst"}, "There is no subcommand 'lst', did you mean 'list'?"},
    {{"token", "fetch", "--reveal", "--json"}, "--reveal excludes --json"},
    {{"token", "fetch", "--resource-server", "x"}, "--resource-server requires --scopes"},
    {{"token", "revoke", "globus", "--all"}, "provider excludes --all"},
    {{"completion", "fish"}, "shell: fish not in {bash,zsh}"},
    {{"sandbox", "--port", "x"}, "--port: Value x not in range 0 to 65535"},
    {{"sandbox", "--latency", "5"}, "--latency: '5' is not a duration such as 50ms, 20s or 48h"},
    {{"sandbox", "--token-lifetime", "soon"}, "--token-lifetime: 'soon' is not a duration such as 50ms, 20s or 48h"},
    {{"sandbox", "--token-lifetime", "0s"}, "--token-lifetime: '0s' is not one or more whole seconds"},
    {{"sandbox", "--token-lifetime", "500ms"}, "--token-lifetime: '500ms' is not one or more whole seconds"},
    {{"sandbox", "--token-lifetime", "1s500ms"}, "--token-lifetime: '1s500ms' is not one or more whole seconds"},
    {{"sandbox", "--tls-key", "k"}, "--tls-key requires --tls-certificate"},
};

/// Run by a shell, which `redirection` is for.
struct WithJob : Workspace {
    WithJob() { write("job.yaml", "name: job\ntasks:\n  - {name: list, uses: globus.list-endpoints}\n"); }
    CommandResult run_redirected(const std::string& arguments, const std::string& redirection) const {
        return run_command(command({"/bin/sh", "-c", "exec \"$0\" " + arguments + redirection, ERRAND_PROGRAM}));
    }
};

const std::string no_way_out[] = {" >/dev/full", " >&-"};
const std::string closed[] = {" <&-", " 2>&-", " <&- 2>&-"};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(command_line, WithJob)

BOOST_AUTO_TEST_CASE(tells_the_version) {
    const CommandResult result = run({"--version"});
    BOOST_TEST(result.out == "errand " ERRAND_VERSION "\n");
    BOOST_TEST(result.err == "");
    BOOST_TEST(result.exit_code == 0);
}

BOOST_AUTO_TEST_CASE(helps) {
    const CommandResult result = run({"--help"});
    BOOST_TEST(result.out == R"(Runs scheduled jobs that arrive with their credentials in hand.
A job is a YAML file; its tasks are offered by plugins; each task gets the access tokens it declares.
Usage: errand [OPTIONS] SUBCOMMAND

Options:
  -h,--help                   Print this help message and exit
  --version                   Display program version information and exit
  --config FILE               The configuration file
  -v,--verbose                Say more on standard error

Subcommands:
  run                         Run a job now
  retry                       Do a run over
  check                       Look for mistakes in job files and the configuration
  plugins                     Show what the installed plugins offer
  schema                      Print the JSON Schema of job files, for editors
  sandbox                     Serve a look-alike of Globus on loopback
  new                         Begin a plugin or a job
  token                       Show, fetch, inspect and revoke access tokens
  doctor                      Look for what keeps jobs from running here
  history                     Show which runs there were
  show                        Show a run
  logs                        Show what a run printed and logged
  cancel                      Ask a run to end
  lost                        Give up a run whose host is gone
  prune                       Remove runs that need not be kept
  completion                  Print a completion script for a shell
  help                        Show how a subcommand is used

Examples:
  errand run --sandbox jobs/list-endpoints.yaml   try a job without credentials
  errand check                                    look for mistakes in every job
  errand plugins globus                           what a plugin offers
Exit codes: 0 done, 1 a task failed, 64 bad usage, 69 a service unreachable, 70 a fault in errand,
  74 state directory or disk, 75 not started, 77 credentials refused, 78 bad configuration or job,
  124 time limit reached, 130 cancelled.
)");
    BOOST_TEST(result.err == "");
    BOOST_TEST(result.exit_code == 0);
}

BOOST_AUTO_TEST_CASE(helps_with_each_subcommand) {
    for (const char* command :
         {"run", "check", "plugins", "schema", "sandbox", "new", "token", "doctor", "completion", "help"}) {
        const CommandResult result = run({command, "--help"});
        BOOST_TEST(result.out.find(std::string("Usage: errand ") + command + " ") != std::string::npos);
        BOOST_TEST(result.out.find("\nExample") != std::string::npos, command);
        BOOST_TEST(result.err == "");
        BOOST_TEST(result.exit_code == 0);
    }
}

BOOST_AUTO_TEST_CASE(helps_in_either_form) {
    const std::vector<std::vector<std::string>> subcommands = {{}, {"run"}, {"sandbox"}, {"new"}, {"new", "plugin"}};
    for (const std::vector<std::string>& words : subcommands) {
        std::vector<std::string> first = {"help"};
        first.insert(first.end(), words.begin(), words.end());
        std::vector<std::string> last = words;
        last.emplace_back("--help");
        const CommandResult result = run(first);
        BOOST_TEST(result.out == run(last).out);
        BOOST_TEST(result.err == "");
        BOOST_TEST(result.exit_code == 0);
    }
}

BOOST_DATA_TEST_CASE(tells_what_was_wrong, boost::unit_test::data::make(mistakes), row) {
    const CommandResult result = run(row.words);
    BOOST_TEST(result.out == "");
    BOOST_TEST(result.err == "errand: " + row.message + "\nRun with --help for more information.\n");
    BOOST_TEST(result.exit_code == 64);
}

BOOST_DATA_TEST_CASE(does_not_pass_for_done_when_nothing_can_be_printed, boost::unit_test::data::make(no_way_out),
                     redirection) {
    for (const char* arguments : {"--version", "--help", "plugins", "schema", "completion bash", "check ./job.yaml",
                                  "run --sandbox --json ./job.yaml"}) {
        const CommandResult result = run_redirected(arguments, redirection);
        const std::string last = "errand: cannot write to standard output\n";
        BOOST_TEST_REQUIRE(result.err.size() >= last.size(), arguments << ": " << result.err);
        BOOST_TEST(result.err.substr(result.err.size() - last.size()) == last, arguments);
        BOOST_TEST(result.exit_code == 74, arguments);
    }
}

BOOST_DATA_TEST_CASE(does_not_lose_what_a_task_prints_in_silence, boost::unit_test::data::make(no_way_out),
                     redirection) {
    const CommandResult result = run_redirected("run --sandbox ./job.yaml", redirection);
    BOOST_TEST(result.err.find("cannot be written") != std::string::npos, result.err);
    BOOST_TEST(result.exit_code == 74);
}

BOOST_DATA_TEST_CASE(needs_neither_input_nor_a_place_for_its_log, boost::unit_test::data::make(closed), redirection) {
    const CommandResult result = run_redirected("run --sandbox ./job.yaml", redirection);
    BOOST_TEST(result.out.rfind("Endpoints belonging to ", 0) == 0);
    BOOST_TEST(result.exit_code == 0);
}

BOOST_AUTO_TEST_SUITE_END()

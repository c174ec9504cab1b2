#include <fcntl.h>
#include <unistd.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "errand/json.hpp"
#include "support/descriptors.hpp"
#include "support/globus_workspace.hpp"
#include "support/sandbox_process.hpp"

using namespace errand::testing;

namespace {

std::vector<std::string> names_in(const std::filesystem::path& directory) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
}

struct Beyond {
    const char* title;
    const char* url;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const Beyond& row) { return out << row.title; }
};

const Beyond beyonds[] = {
    {"an address of a network", "https://192.0.2.1/x",
     "https://192.0.2.1:443/x: refused: a sandbox run reaches nothing beyond loopback"},
    {"a name, which is not even looked up", "https://data.example.org/x",
     "https://data.example.org:443/x: refused: a sandbox run reaches nothing beyond loopback"},
    {"without TLS", "http://192.0.2.1/x",
     "http://192.0.2.1:80/x: refused: a sandbox run reaches nothing beyond loopback"},
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(sandbox_run, GlobusWorkspace)

BOOST_AUTO_TEST_CASE(reads_no_configured_secret) {
    configure_globus("", "{file: /nowhere/secret}");
    const CommandResult result = run({"run", "--sandbox", "./poll.yaml"});
    BOOST_TEST(result.out == "");
    BOOST_TEST(normalised(result.err, *this) == "TIME info: task 'poll' succeeded after DURATION\n");
    BOOST_TEST(result.exit_code == 0);
}

BOOST_AUTO_TEST_CASE(needs_no_provider_and_heeds_no_variable_that_points_elsewhere) {
    configure();
    const RawServer elsewhere(times(9, json(401, "{}")));
    use(elsewhere, elsewhere);
    const CommandResult result = run({"run", "--sandbox", "./poll.yaml"});
    BOOST_TEST(normalised(result.err, *this) == "TIME info: task 'poll' succeeded after DURATION\n");
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST(elsewhere.connections() == 0U);
}

BOOST_AUTO_TEST_CASE(chooses_the_provider_that_a_run_would) {
    configure(
        "providers:\n  globus: {type: globus, client_id: a, client_secret: {env: FIRST}}\n"
        "  other: {type: oauth2, token_url: 'https://login.example.org/', client_id: b, client_secret: {env: SECOND},"
        " scopes: [reports.read]}\n");
    const CommandResult result = run({"run", "--sandbox", "./poll.yaml"});
    BOOST_TEST(normalised(result.err, *this) == "TIME info: task 'poll' succeeded after DURATION\n");
    BOOST_TEST(result.exit_code == 0);
}

BOOST_AUTO_TEST_CASE(keeps_its_state_and_cache_apart) {
    BOOST_TEST(run({"run", "--sandbox", "./poll.yaml"}).exit_code == 0);
    BOOST_TEST(names_in(*this / "home/.local/state/errand") == std::vector<std::string>{"sandbox"},
               boost::test_tools::per_element());
    BOOST_TEST(names_in(*this / "home/.cache/errand") == std::vector<std::string>{"sandbox"},
               boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(reaches_nothing_beyond_loopback, boost::unit_test::data::make(beyonds), row) {
    write("job.yaml",
          std::string("name: job\ntasks:\n  - {name: poll, uses: probe.poll, with: {url: '") + row.url + "'}}\n");
    const CommandResult result = run({"run", "--sandbox", "./job.yaml"});
    BOOST_TEST(result.out == "");
    BOOST_TEST(normalised(result.err, *this) ==
               std::string("TIME error: task 'poll' failed after DURATION: ") + row.message + '\n');
    BOOST_TEST(result.exit_code == 1);
}

BOOST_AUTO_TEST_CASE(leaves_no_sandbox_behind_whatever_ends_it) {
    write("job.yaml", "name: job\ntasks:\n  - {name: poll, uses: probe.poll, with: {times: 1000000, pause: 100ms}}\n");
    for (const int signal : {SIGTERM, SIGKILL}) {
        // The sandbox has it as well as the run, and it is at its end when both are gone.
        DescriptorPair err = make_pipe();
        CommandRequest request = errand({"run", "--sandbox", "--verbose", "./job.yaml"});
        request.err = err.second.get();
        Command command(request);
        err.second.reset();
        std::string said;
        for (char c = 0; said.find("started") == std::string::npos && ::read(err.first.get(), &c, 1) == 1;) said += c;
        command.signal(signal);
        BOOST_TEST(command.wait().exit_code == (signal == SIGTERM ? 130 : 128 + SIGKILL));
        said += read_to_end(err.first.get());
        BOOST_TEST(normalised(said, *this).find("task 'poll': started, probe.poll\n") != std::string::npos, said);
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(separate_sandbox, GlobusWorkspace)

BOOST_AUTO_TEST_CASE(fails_on_purpose_as_often_as_it_is_told) {
    SandboxProcess sandbox(*this, {"--fail", "POST /v2/oauth2/token=503*2"});
    ::use(sandbox, *this);
    const CommandResult result = run({"run", "./poll.yaml"});
    BOOST_TEST(said(result) == "TIME info: task 'poll' succeeded after DURATION\n");
    BOOST_TEST(result.exit_code == 0);
    const std::vector<std::string> expected = {
        "POST /v2/oauth2/token -> 503",      "POST /v2/oauth2/token -> 503",      "POST /v2/oauth2/token -> 200",
        "GET /v0.10/endpoint_search -> 200", "GET /v0.10/endpoint_search -> 200", "GET /v0.10/endpoint_search -> 200"};
    BOOST_TEST(sandbox.requests() == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(serves_nobody_when_its_variables_cannot_be_written) {
    const errand::UniqueFd full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    CommandRequest request = errand({"sandbox"});
    request.out = full.get();
    const CommandResult result = run_command(request);
    BOOST_TEST(result.err == "errand: cannot write to standard output\n");
    BOOST_TEST(result.exit_code == 74);
}

BOOST_AUTO_TEST_CASE(a_task_that_outlives_its_tokens_sees_no_401) {
    SandboxProcess sandbox(*this, {"--token-lifetime", "2s"});
    ::use(sandbox, *this);
    write("job.yaml", "name: job\ntasks:\n  - {name: poll, uses: probe.poll, with: {times: 70, pause: 100ms}}\n");
    const CommandResult result = run({"run", "--json", "./job.yaml"});
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST(said(result) == "TIME info: task 'poll' succeeded after DURATION\n");
    const errand::Value report = errand::parse_json(result.out);
    const errand::Value& task = report.find("tasks")->list().front();
    BOOST_TEST((*task.find("outputs")->find("statuses") == errand::Value(errand::Value::List(70, 200))));
    const std::vector<std::string> requests = sandbox.requests();
    const auto count = [&](const char* request) { return std::count(requests.begin(), requests.end(), request); };
    BOOST_TEST(count("GET /v0.10/endpoint_search -> 200") == 70);
    // It paused for 7 s in all, and no token lives for more than two.
    BOOST_TEST(count("POST /v2/oauth2/token -> 200") >= 4);
    // Otherwise each request would have had its own.
    BOOST_TEST(count("POST /v2/oauth2/token -> 200") < 35);
}

BOOST_AUTO_TEST_SUITE_END()

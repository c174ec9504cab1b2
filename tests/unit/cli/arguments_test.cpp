#include "cli/arguments.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <sstream>

#include "errand/version.hpp"

namespace errand {

using namespace std::chrono_literals;
using Words = std::vector<std::string>;

struct CommandLine {
    std::variant<Arguments, ExitCode> parse(const Words& words) {
        std::vector<const char*> pointers = {"errand"};
        for (const std::string& word : words) pointers.push_back(word.c_str());
        return parse_arguments(static_cast<int>(pointers.size()), pointers.data(), out, err);
    }
    Arguments arguments(const Words& words) { return std::get<Arguments>(parse(words)); }
    template <class Options>
    Options options(const Words& words) {
        return std::get<Options>(arguments(words).command);
    }
    ExitCode ends(const Words& words) { return std::get<ExitCode>(parse(words)); }

    std::ostringstream out;
    std::ostringstream err;
};

BOOST_FIXTURE_TEST_SUITE(command_line, CommandLine)

BOOST_AUTO_TEST_CASE(of_run) {
    const auto plain = options<RunOptions>({"run", "nightly"});
    BOOST_TEST(plain.job == "nightly");
    BOOST_TEST(!plain.sandbox);
    BOOST_TEST(!plain.quiet);
    BOOST_TEST(!plain.json);
    const auto full = options<RunOptions>({"run", "--sandbox", "-q", "--json", "./x.yaml"});
    BOOST_TEST(full.job == "./x.yaml");
    BOOST_TEST(full.sandbox);
    BOOST_TEST(full.quiet);
    BOOST_TEST(full.json);
}

BOOST_AUTO_TEST_CASE(takes_common_options_before_and_after_the_command) {
    for (const Words& words :
         {Words{"--config", "c.yaml", "-v", "run", "x"}, Words{"run", "x", "--config", "c.yaml", "-v"}}) {
        const Arguments found = arguments(words);
        BOOST_TEST(found.config == "c.yaml");
        BOOST_TEST(found.verbose);
    }
    BOOST_TEST(arguments({"schema"}).config == "");
    BOOST_TEST(!arguments({"schema"}).verbose);
}

BOOST_AUTO_TEST_CASE(of_check) {
    BOOST_TEST(options<CheckOptions>({"check"}).jobs.empty());
    BOOST_TEST((options<CheckOptions>({"check", "a.yaml", "b"}).jobs == Words{"a.yaml", "b"}));
}

BOOST_AUTO_TEST_CASE(of_plugins) {
    BOOST_TEST(options<PluginsOptions>({"plugins"}).name == "");
    const auto one = options<PluginsOptions>({"plugins", "globus.list-endpoints", "--json"});
    BOOST_TEST(one.name == "globus.list-endpoints");
    BOOST_TEST(one.json);
}

BOOST_AUTO_TEST_CASE(of_sandbox) {
    const auto plain = options<SandboxArguments>({"sandbox"});
    BOOST_TEST(plain.port == 0);
    BOOST_TEST(plain.endpoints == 250);
    BOOST_TEST((plain.token_lifetime == 48h));
    BOOST_TEST((plain.latency == 0ms));
    BOOST_TEST(plain.faults.empty());
    const auto full = options<SandboxArguments>({"sandbox", "--port", "8443", "--endpoints", "1200", "--token-lifetime",
                                                 "20s", "--latency", "50ms", "--fail", "GET /a=503*2", "--fail",
                                                 "POST /b=429", "--tls-certificate", "c.pem", "--tls-key", "k.pem"});
    BOOST_TEST(full.port == 8443);
    BOOST_TEST(full.endpoints == 1200);
    BOOST_TEST((full.token_lifetime == 20s));
    BOOST_TEST((full.latency == 50ms));
    BOOST_TEST((full.faults == Words{"GET /a=503*2", "POST /b=429"}));
    BOOST_TEST(full.tls_certificate == "c.pem");
    BOOST_TEST(full.tls_key == "k.pem");
}

BOOST_AUTO_TEST_CASE(of_new_and_completion) {
    BOOST_TEST(options<NewPluginOptions>({"new", "plugin", "weather"}).name == "weather");
    BOOST_TEST(options<NewJobOptions>({"new", "job", "nightly"}).name == "nightly");
    BOOST_TEST(options<CompletionOptions>({"completion", "zsh"}).shell == "zsh");
    BOOST_TEST(options<CompleteOptions>({"complete", "jobs"}).kind == "jobs");
}

BOOST_AUTO_TEST_CASE(of_token) {
    BOOST_TEST(options<TokenListOptions>({"token", "list", "--json"}).json);
    const auto plain = options<TokenFetchOptions>({"token", "fetch"});
    BOOST_TEST(plain.selection.provider == "");
    BOOST_TEST(plain.selection.scopes == "");
    BOOST_TEST(!plain.fresh);
    BOOST_TEST(!plain.reveal);
    const auto full = options<TokenFetchOptions>(
        {"token", "fetch", "globus", "--scopes", "a[b *c] d", "--resource-server", "r", "--fresh", "--reveal"});
    BOOST_TEST(full.selection.provider == "globus");
    BOOST_TEST(full.selection.scopes == "a[b *c] d");
    BOOST_TEST(full.selection.resource_server == "r");
    BOOST_TEST(full.fresh);
    BOOST_TEST(full.reveal);
    BOOST_TEST(options<TokenRevokeOptions>({"token", "revoke", "globus"}).provider == "globus");
    BOOST_TEST(options<TokenRevokeOptions>({"token", "revoke", "--all"}).all);
    BOOST_TEST(options<TokenInspectOptions>({"token", "inspect", "globus", "--json"}).json);
}

BOOST_AUTO_TEST_CASE(of_doctor) {
    BOOST_TEST(!options<DoctorOptions>({"doctor"}).is_offline);
    BOOST_TEST(!options<DoctorOptions>({"doctor"}).json);
    const auto full = options<DoctorOptions>({"doctor", "--offline", "--json"});
    BOOST_TEST(full.is_offline);
    BOOST_TEST(full.json);
}

BOOST_AUTO_TEST_CASE(of_what_looks_at_runs) {
    BOOST_TEST(!options<LogsOptions>({"logs", "nightly"}).json);
    BOOST_TEST(options<LogsOptions>({"logs", "nightly", "--json"}).json);
    BOOST_TEST(options<CancelOptions>({"cancel", "nightly", "--json"}).json);
    BOOST_TEST(options<LostOptions>({"lost", "nightly", "--json"}).json);
}

BOOST_AUTO_TEST_CASE(that_asks_for_the_version_gets_it) {
    BOOST_TEST((ends({"--version"}) == ExitCode::done));
    BOOST_TEST(out.str() == std::string("errand ") + ERRAND_VERSION + "\n");
    BOOST_TEST(err.str() == "");
}

BOOST_AUTO_TEST_CASE(that_asks_for_help_gets_examples) {
    for (const char* command :
         {"run", "check", "plugins", "schema", "sandbox", "new", "token", "doctor", "completion", "complete"}) {
        out.str({});
        BOOST_TEST((ends({command, "--help"}) == ExitCode::done));
        BOOST_TEST(out.str().find("Example") != std::string::npos);
        BOOST_TEST(out.str().find(std::string("  errand ") + command) != std::string::npos);
        BOOST_TEST(err.str() == "");
    }
}

struct WrongWords {
    Words words;
    const char* message;
};

std::ostream& operator<<(std::ostream& out, const WrongWords& wrong) { return out << wrong.message; }

const WrongWords wrong_command_lines[] = {
    {{}, "A subcommand is required"},
    {{"fly"}, "There is no subcommand 'fly'"},
    {{"run"}, "job is required"},
    {{"run", "a", "b"}, "The following argument was not expected: b"},
    {{"run", "a", "--slowly"}, "The following argument was not expected: --slowly"},
    {{"new"}, "A subcommand is required"},
    {{"sandbox", "--port", "70000"}, "--port: Value 70000 not in range 0 to 65535"},
    {{"sandbox", "--latency", "soon"}, "--latency: 'soon' is not a duration such as 50ms, 20s or 48h"},
    {{"sandbox", "--tls-key", "k.pem"}, "--tls-key requires --tls-certificate"},
    {{"completion", "fish"}, "shell: fish not in {bash,zsh}"},
    {{"complete", "flies"}, "kind: flies not in {jobs,plugins,providers}"},
    {{"complet"}, "There is no subcommand 'complet', did you mean 'completion'?"},
};

BOOST_DATA_TEST_CASE(that_is_wrong_is_refused, boost::unit_test::data::make(wrong_command_lines), wrong) {
    BOOST_TEST((ends(wrong.words) == ExitCode::usage));
    BOOST_TEST(err.str().substr(0, err.str().find('\n')) == "errand: " + std::string(wrong.message));
    BOOST_TEST(out.str() == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

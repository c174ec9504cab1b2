#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <ostream>
#include <string>

#include "support/globus_workspace.hpp"

using namespace errand::testing;

namespace {

const std::string kFirst = "  first: {type: globus, client_id: a, client_secret: {env: FIRST}}\n";
const std::string kSecond = "  second: {type: globus, client_id: b, client_secret: {env: SECOND}}\n";
const std::string kOther =
    "  other: {type: oauth2, token_url: 'https://login.example.org/', client_id: c, client_secret: {env: OTHER}}\n";

struct BadChoice {
    const char* title;
    std::string providers;
    /// Of the job, and of its task.
    std::string job;
    std::string task;
    std::string message;

    friend std::ostream& operator<<(std::ostream& out, const BadChoice& row) { return out << row.title; }
};

const BadChoice bad_choices[] = {
    {"there is none", "", "", "",
     "errand: task 'poll' needs tokens for transfer.api.globus.org, and no provider in the configuration can get them; "
     "add one under 'providers:'\n"},
    {"none fits", kOther, "", "",
     "errand: task 'poll' needs tokens for transfer.api.globus.org, and no provider in the configuration can get them; "
     "add one under 'providers:'\n"},
    {"several fit", kFirst + kOther + kSecond, "", "",
     "errand: task 'poll' could use any of the providers first, second; say which with 'provider:' in the task or the "
     "job\n"},
    {"the job names an unknown one", kFirst + kSecond, "provider: frist\n", "",
     "./job.yaml:2:11: unknown provider 'frist', did you mean 'first'?\n"
     "    provider: frist\n"
     "              ^\n"},
    {"the task names an unknown one", kFirst, "", "    provider: third\n",
     "./job.yaml:6:15: unknown provider 'third'; known are first\n"
     "        provider: third\n"
     "                  ^\n"},
    {"a name where there are none", "", "provider: first\n", "",
     "./job.yaml:2:11: unknown provider 'first'; the configuration has none\n"
     "    provider: first\n"
     "              ^\n"},
    {"http beyond loopback",
     "  other: {type: oauth2, token_url: 'http://login.example.org/?x', client_id: c, client_secret: {env: OTHER}}\n",
     "provider: other\n", "",
     "WORKSPACE/config/errand.yaml:4:36: the URL 'http://login.example.org/' cannot be used: http:// is for loopback "
     "addresses only; use https://\n"},
    {"http beyond loopback, and more",
     "  other:\n    type: oauth2\n    token_url: http://login.example.org/\n    client_id: c\nplugin: [x]\n", "", "",
     "WORKSPACE/config/errand.yaml:5:5: missing key 'client_secret'\n"
     "        type: oauth2\n"
     "        ^\n"
     "WORKSPACE/config/errand.yaml:6:16: the URL 'http://login.example.org/' cannot be used: http:// is for loopback "
     "addresses only; use https://\n"
     "        token_url: http://login.example.org/\n"
     "                   ^\n"
     "WORKSPACE/config/errand.yaml:8:1: unknown key 'plugin', did you mean 'plugins'?\n"
     "    plugin: [x]\n"
     "    ^\n"},
};

struct Choice : GlobusWorkspace {
    /// Gives a token to any client.
    RawServer auth{times(9, json(200, token_body("t0ken")))};
    RawServer transfer{times(9, json(200, "{}"))};

    Choice() {
        use(auth, transfer);
        set("FIRST=hunter2");
        set("SECOND=hunter3");
        set("OTHER=hunter4");
    }
    CommandResult run_job(const std::string& providers, const std::string& job, const std::string& task) {
        configure(providers.empty() ? "" : "providers:\n" + providers);
        write("job.yaml", "name: job\n" + job +
                              "tasks:\n  - name: poll\n    uses: probe.poll\n    with: {times: 1, url: '" +
                              transfer.url("/asked") + "'}\n" + task);
        return run({"run", "./job.yaml"});
    }
    /// The user name of the Basic credentials of the only request for a token.
    bool asked_as(const std::string& base64) {
        return auth.requests().size() == 1 &&
               auth.requests().front().find("\r\nAuthorization: Basic " + base64 + "\r\n") != std::string::npos;
    }
};

constexpr char kAsFirst[] = "YTpodW50ZXIy";   // a:hunter2
constexpr char kAsSecond[] = "YjpodW50ZXIz";  // b:hunter3
constexpr char kAsOther[] = "YzpodW50ZXI0";   // c:hunter4

}  // namespace

BOOST_FIXTURE_TEST_SUITE(provider_choice, Choice)

BOOST_DATA_TEST_CASE(that_cannot_be_made_is_bad_configuration, boost::unit_test::data::make(bad_choices), row) {
    const CommandResult result = run_job(row.providers, row.job, row.task);
    BOOST_TEST(result.out == "");
    BOOST_TEST(said(result) == row.message);
    BOOST_TEST(result.exit_code == 78);
    BOOST_TEST(auth.connections() == 0U);
}

BOOST_AUTO_TEST_CASE(is_not_asked_for_where_there_is_no_configuration) {
    write("job.yaml", "name: job\ntasks: [{name: list, uses: globus.list-endpoints}]\n");
    std::filesystem::remove(path() / "config/errand.yaml");
    const CommandResult result = run({"run", "./job.yaml"});
    BOOST_TEST(said(result) ==
               "errand: task 'list' needs tokens for transfer.api.globus.org, but there is no configuration file; "
               "looked for WORKSPACE/config/errand.yaml, WORKSPACE/home/.config/errand/errand.yaml and "
               "/etc/errand/errand.yaml; to try the job without one: errand run --sandbox ./job.yaml\n");
    BOOST_TEST(result.exit_code == 78);
}

BOOST_AUTO_TEST_CASE(needs_no_name_where_one_fits) {
    BOOST_TEST(run_job(kOther + kFirst, "", "").exit_code == 0);
    BOOST_TEST(asked_as(kAsFirst));
}

BOOST_AUTO_TEST_CASE(is_the_jobs) {
    BOOST_TEST(run_job(kFirst + kSecond, "provider: second\n", "").exit_code == 0);
    BOOST_TEST(asked_as(kAsSecond));
}

BOOST_AUTO_TEST_CASE(is_the_tasks_where_both_name_one) {
    BOOST_TEST(run_job(kFirst + kSecond, "provider: second\n", "    provider: first\n").exit_code == 0);
    BOOST_TEST(asked_as(kAsFirst));
}

BOOST_AUTO_TEST_CASE(may_be_a_token_that_somebody_else_has_got) {
    const std::string given =
        "  given: {type: static, token: {env: OTHER}, scopes: ['" + std::string(kTransferScope) + "']}\n";
    const CommandResult result = run_job(given, "", "");
    BOOST_TEST(said(result) == "TIME info: task 'poll' succeeded after DURATION\n");
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST_REQUIRE(transfer.requests().size() == 1U);
    BOOST_TEST(transfer.requests().front().find("\r\nAuthorization: Bearer hunter4\r\n") != std::string::npos);
    BOOST_TEST(auth.connections() == 0U);
}

BOOST_AUTO_TEST_CASE(may_be_a_provider_that_is_not_globus) {
    const std::string other =
        "  other: {type: oauth2, token_url: '" + auth.url("/token") + "', client_id: c, client_secret: {env: OTHER}}\n";
    BOOST_TEST(run_job(kFirst + other, "provider: other\n", "").exit_code == 0);
    BOOST_TEST(asked_as(kAsOther));
    BOOST_TEST(auth.requests().front().starts_with("POST /token HTTP/1.1\r\n"));
}

BOOST_AUTO_TEST_CASE(tells_of_overrides_once_however_many_providers_there_are) {
    set("GLOBUS_SDK_ENVIRONMENT=preview");
    const CommandResult result = run_job(kFirst + kSecond, "provider: second\n", "");
    BOOST_TEST(
        normalised(result.err, *this) ==
        "TIME info: the environment variable GLOBUS_SDK_ENVIRONMENT is in force: preview\n"
        "TIME info: the environment variable GLOBUS_SDK_SERVICE_URL_AUTH is in force: http://127.0.0.1:PORT\n"
        "TIME info: the environment variable GLOBUS_SDK_SERVICE_URL_TRANSFER is in force: http://127.0.0.1:PORT\n"
        "TIME info: task 'poll' succeeded after DURATION\n");
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

struct BadOverride {
    const char* variable;
    const char* value;
    const char* message;

    friend std::ostream& operator<<(std::ostream& out, const BadOverride& row) { return out << row.value; }
};

const BadOverride bad_overrides[] = {
    {"GLOBUS_SDK_SERVICE_URL_AUTH", "http://auth.example.org",
     "GLOBUS_SDK_SERVICE_URL_AUTH: the URL 'http://auth.example.org' cannot be used: http:// is for loopback addresses "
     "only; use https://"},
    {"GLOBUS_SDK_SERVICE_URL_TRANSFER", "http://192.0.2.1/x",
     "GLOBUS_SDK_SERVICE_URL_TRANSFER: the URL 'http://192.0.2.1/x' cannot be used: http:// is for loopback addresses "
     "only; use https://"},
    {"GLOBUS_SDK_SERVICE_URL_AUTH", "auth.example.org",
     "GLOBUS_SDK_SERVICE_URL_AUTH: the URL 'auth.example.org' cannot be used: it must begin with https:// (or http:// "
     "for a loopback address)"},
    {"GLOBUS_SDK_ENVIRONMENT", "prodution",
     "there is no Globus environment 'prodution', did you mean 'production'? (known: production, preview, sandbox, "
     "integration, test, staging)"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(bad_provider_overrides)

BOOST_DATA_TEST_CASE_F(Choice, an_override_that_cannot_be_used_is_bad_configuration,
                       boost::unit_test::data::make(bad_overrides), row) {
    set(std::string(row.variable) + '=' + row.value);
    const CommandResult result = run_job(kFirst, "", "");
    BOOST_TEST(result.out == "");
    BOOST_TEST(result.err == std::string("errand: ") + row.message + '\n');
    BOOST_TEST(result.exit_code == 78);
    BOOST_TEST(auth.connections() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

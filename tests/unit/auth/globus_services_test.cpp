#include "auth/globus_services.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <map>
#include <ostream>

#include "errand/error.hpp"
#include "support/thrown.hpp"

namespace errand {

using testing::thrown;
using Variables = std::map<std::string, std::string>;

struct ServiceRow {
    const char* environment;
    const char* service;
    const char* url;
};
std::ostream& operator<<(std::ostream& out, const ServiceRow& row) {
    return out << row.environment << ' ' << row.service;
}

BOOST_AUTO_TEST_SUITE(globus_services)

GlobusServices services(const std::string& configured, const Variables& variables = {}) {
    return GlobusServices(configured, [&](const std::string& name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    });
}

const ServiceRow rows[] = {
    {"production", "auth", "https://auth.globus.org/"},
    {"production", "transfer", "https://transfer.api.globus.org/"},
    {"production", "groups", "https://groups.api.globus.org/"},
    {"production", "flows", "https://flows.automate.globus.org/"},
    {"production", "timer", "https://timer.automate.globus.org/"},
    {"production", "search", "https://search.api.globus.org/"},
    {"production", "compute", "https://compute.api.globus.org/"},
    {"production", "app", "https://app.globus.org/"},
    {"production", "actions", "https://actions.automate.globus.org/"},
    {"production", "nexus", "https://nexus.api.globusonline.org/"},
    {"preview", "auth", "https://auth.preview.globus.org/"},
    {"preview", "transfer", "https://transfer.api.preview.globus.org/"},
    {"preview", "flows", "https://preview.flows.automate.globus.org/"},
    {"sandbox", "app", "https://app.sandbox.globuscs.info/"},
    {"integration", "timer", "https://integration.timer.automate.globus.org/"},
    {"test", "transfer", "https://transfer.api.test.globuscs.info/"},
    {"staging", "nexus", "https://nexus.api.staging.globuscs.info/"},
};

BOOST_DATA_TEST_CASE(knows_the_base_urls, boost::unit_test::data::make(rows), row) {
    BOOST_TEST(services(row.environment).url(row.service) == row.url);
}

BOOST_AUTO_TEST_CASE(knows_the_token_endpoint) {
    BOOST_TEST(globus_endpoints(services("production").url("auth")).token_endpoint ==
               "https://auth.globus.org/v2/oauth2/token");
    BOOST_TEST(services("production").overrides().empty());
    BOOST_TEST(services("production").urls().size() == 10u);
}

BOOST_AUTO_TEST_CASE(lets_the_environment_win) {
    const GlobusServices found = services("preview", {{"GLOBUS_SDK_ENVIRONMENT", "test"},
                                                      {"GLOBUS_SDK_SERVICE_URL_TRANSFER", "http://127.0.0.1:8080/t"},
                                                      {"GLOBUS_SDK_SERVICE_URL_AUTH", "http://127.0.0.1:8080//"},
                                                      {"GLOBUS_SDK_SERVICE_URL_GROUPS", ""}});
    BOOST_TEST(found.environment() == "test");
    BOOST_TEST(found.url("transfer") == "http://127.0.0.1:8080/t/");
    BOOST_TEST(found.url("auth") == "http://127.0.0.1:8080/");
    BOOST_TEST(found.url("groups") == "https://groups.api.test.globuscs.info/");
}

BOOST_AUTO_TEST_CASE(tells_which_overrides_are_in_force) {
    const GlobusServices found = services(
        "production", {{"GLOBUS_SDK_SERVICE_URL_TRANSFER", "http://127.0.0.1:1"}, {"GLOBUS_SDK_ENVIRONMENT", "test"}});
    BOOST_REQUIRE(found.overrides().size() == 2u);
    BOOST_TEST(found.overrides()[0].variable == "GLOBUS_SDK_ENVIRONMENT");
    BOOST_TEST(found.overrides()[0].value == "test");
    BOOST_TEST(found.overrides()[1].variable == "GLOBUS_SDK_SERVICE_URL_TRANSFER");
    BOOST_TEST(found.overrides()[1].value == "http://127.0.0.1:1");
}

BOOST_AUTO_TEST_CASE(refuses_what_it_does_not_know) {
    const std::string known = " (known: production, preview, sandbox, integration, test, staging)";
    BOOST_TEST(thrown<Error>([] { services("prodution"); }) ==
               "there is no Globus environment 'prodution', did you mean 'production'?" + known);
    BOOST_TEST(thrown<Error>([] {
                   services("production", {{"GLOBUS_SDK_ENVIRONMENT", "moon"}});
               }) == "there is no Globus environment 'moon'" + known);
    BOOST_TEST(
        thrown<Error>([] { services("production").url("transfers"); }) ==
        "there is no Globus service 'transfers', did you mean 'transfer'? (known: auth, transfer, groups, flows, "
        "timer, search, compute, app, actions, nexus)");
}

BOOST_AUTO_TEST_CASE(refuses_an_override_that_is_no_base_url) {
    const auto problem = [](const std::string& url) {
        return thrown<Error>([&] { services("production", {{"GLOBUS_SDK_SERVICE_URL_AUTH", url}}); });
    };
    BOOST_TEST(problem("localhost:8080") ==
               "GLOBUS_SDK_SERVICE_URL_AUTH: the URL 'localhost:8080' cannot be used: it must begin with https:// (or "
               "http:// for a loopback address)");
    BOOST_TEST(problem("http://auth.example.org") ==
               "GLOBUS_SDK_SERVICE_URL_AUTH: the URL 'http://auth.example.org' cannot be used: http:// is for loopback "
               "addresses only; use https://");
    BOOST_TEST(problem("https://a.example/?x") ==
               "GLOBUS_SDK_SERVICE_URL_AUTH: a base URL has no query and no fragment");
}

BOOST_AUTO_TEST_CASE(knows_globus_scopes) {
    for (const char* scope : {"urn:globus:auth:scope:transfer.api.globus.org:all", "openid", "email", "profile",
                              "https://auth.globus.org/scopes/524230d7-ea86-4a52-8312-86065a9e0417/timer"})
        BOOST_TEST(is_globus_scope(scope), scope);
    for (const char* scope : {"", "read", "urn:globus:auth:scope:", "https://auth.globus.org/scope/x", "Openid"})
        BOOST_TEST(!is_globus_scope(scope), scope);
}

BOOST_AUTO_TEST_CASE(tells_the_resource_server_of_a_scope) {
    for (const auto& [scope, server] :
         {std::pair("urn:globus:auth:scope:transfer.api.globus.org:all[*x:y]", "transfer.api.globus.org"),
          {"https://auth.globus.org/scopes/524230d7-ea86-4a52-8312-86065a9e0417/timer",
           "524230d7-ea86-4a52-8312-86065a9e0417"},
          {"openid", "auth.globus.org"}})
        BOOST_TEST(globus_resource_server(scope) == server);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

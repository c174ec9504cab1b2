#include "cli/providers.hpp"

#include <boost/test/unit_test.hpp>
#include <map>

#include "base/error.hpp"
#include "errand/error.hpp"
#include "errand/testing/scripted_http_client.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_directory.hpp"
#include "support/thrown.hpp"

namespace errand {

using testing::thrown;

class CollectingLogger final : public Logger {
public:
    void log(Severity, std::string_view message) override { lines.emplace_back(message); }

    std::vector<std::string> lines;
};

/// A provider `globus` whose client is `client-1` with the secret in SECRET.
ProviderSettings globus_settings() {
    return {"globus",
            {"errand.yaml", 2, 3},
            "globus",
            {{"client_id", "client-1"},
             {"client_secret", Value::Map{{"env", "SECRET"}}},
             {"environment", "production"},
             {"cache", "off"}}};
}

ProviderSettings oauth2_settings() {
    return {"ours",
            {"errand.yaml", 2, 3},
            "oauth2",
            {{"client_id", "client-1"},
             {"client_authentication", "client_secret_basic"},
             {"client_secret", Value::Map{{"env", "SECRET"}}},
             {"credentials_encoding", "form"},
             {"token_url", "https://auth.example/token"},
             {"cache", "off"}}};
}

/// Where the values in the configuration are a client's that was found in the environment.
Value variable(const char* name) { return Value::Map{{"env", name}}; }

struct Configured {
    ProvidersWorld world() {
        return {surroundings, clock,
                logger,       redactor,
                secrets,      [this](const auto&, const auto&) { return http; },
                [](auto) {},  directory.path() / "tokens"};
    }
    Providers make() { return Providers::configured(settings, world()); }

    const ScopeDescription transfer{"transfer.api.globus.org", {"urn:globus:auth:scope:transfer.api.globus.org:all"}};
    std::map<std::string, std::string> variables = {{"SECRET", "hush"}};
    Surroundings surroundings{[this](const std::string& name) {
                                  const auto found = variables.find(name);
                                  return found == variables.end() ? std::nullopt : std::optional(found->second);
                              },
                              {},
                              "/"};
    Settings settings;
    testing::TemporaryDirectory directory;
    std::shared_ptr<testing::ScriptedHttpClient> http = std::make_shared<testing::ScriptedHttpClient>();
    testing::FakeClock clock;
    Redactor redactor;
    CollectingLogger logger;
    PosixSpawner spawner;
    const SecretReader secrets{surroundings, spawner, redactor};
};

BOOST_FIXTURE_TEST_SUITE(configured_providers, Configured)

BOOST_AUTO_TEST_CASE(are_those_of_the_configuration_in_its_order) {
    settings.providers = {oauth2_settings(), globus_settings()};
    const Providers providers = make();
    BOOST_TEST_REQUIRE(providers.list().size() == 2U);
    BOOST_TEST(providers.list()[0].name == "ours");
    BOOST_TEST(providers.list()[0].provider.service_urls().empty());
    BOOST_TEST(providers.list()[1].name == "globus");
    BOOST_TEST(providers.list()[1].provider.client_id() == "client-1");
    BOOST_TEST(providers.list()[1].provider.service_urls().at("transfer") == "https://transfer.api.globus.org/");
    BOOST_TEST(http->requests().empty());
    BOOST_TEST(logger.lines.empty());
}

BOOST_AUTO_TEST_CASE(ask_their_token_endpoint) {
    settings.providers = {oauth2_settings()};
    http->answer(200, R"({"access_token": "A", "expires_in": 3600, "token_type": "Bearer"})");
    const Providers providers = make();
    BOOST_TEST(providers.list().front().provider.token({"r1", {"s1"}}).token.reveal() == "A");
    BOOST_TEST(http->requests().front().url == "https://auth.example/token");
}

BOOST_AUTO_TEST_CASE(have_a_secret_redacted_from_when_it_is_read) {
    variables["SECRET"] = "hush hush!";
    settings.providers = {oauth2_settings()};
    http->answer(200, R"({"access_token": "A", "expires_in": 3600, "token_type": "Bearer"})");
    const Providers providers = make();
    BOOST_TEST(redactor.redact("hush hush!") == "hush hush!");
    providers.list().front().provider.token({"r1", {"s1"}});
    // Also as it is within the base64 of a header.
    BOOST_TEST(redactor.redact("(hush hush!) (hush+hush%21) (Y2xpZW50LTE6aHVzaCtodXNoJTIx)") ==
               "(***) (***) (Y2xpZW50LTE6***)");
}

BOOST_AUTO_TEST_CASE(read_no_secret_before_a_token_is_needed) {
    ProviderSettings provider = globus_settings();
    provider.values["client_secret"] = Value::Map{{"file", "/nowhere/secret"}};
    settings.providers = {provider};
    const Providers providers = make();
    const std::string message = thrown<CommandError>([&] { providers.list().front().provider.token(transfer); });
    BOOST_TEST(message.find("/nowhere/secret") != std::string::npos);
    BOOST_TEST(http->requests().empty());
}

BOOST_AUTO_TEST_CASE(take_the_client_id_from_the_environment) {
    variables["CLIENT"] = "client-2";
    ProviderSettings provider = globus_settings();
    provider.values["client_id"] = variable("CLIENT");
    settings.providers = {provider};
    BOOST_TEST(make().list().front().provider.client_id() == "client-2");
}

BOOST_AUTO_TEST_CASE(say_where_a_client_id_is_missing_once_it_is_needed) {
    ProviderSettings provider = globus_settings();
    provider.values["client_id"] = variable("CLIENT");
    settings.providers = {provider};
    const Providers providers = make();
    BOOST_TEST(thrown<CommandError>([&] { providers.list().front().provider.token(transfer); }) ==
               "errand.yaml:2:3: the client id of the provider 'globus' is taken from the environment variable CLIENT, "
               "which is not set; set it, or write the id into the configuration (it is no secret)");
}

BOOST_AUTO_TEST_CASE(refuse_an_unknown_environment_of_globus) {
    ProviderSettings provider = globus_settings();
    provider.values["environment"] = "nirvana";
    settings.providers = {provider};
    BOOST_TEST(thrown<Error>([&] { make(); }).rfind("there is no Globus environment 'nirvana'", 0) == 0U);
}

BOOST_AUTO_TEST_CASE(say_once_what_the_environment_overrides) {
    variables["GLOBUS_SDK_SERVICE_URL_TRANSFER"] = "http://127.0.0.1:1/";
    ProviderSettings another = globus_settings();
    another.name = "another";
    settings.providers = {globus_settings(), another};
    const Providers providers = make();
    for (const NamedProvider& named : providers.list())
        BOOST_TEST(named.provider.service_urls().at("transfer") == "http://127.0.0.1:1/");
    BOOST_TEST((logger.lines ==
                std::vector<std::string>{"the environment variable GLOBUS_SDK_SERVICE_URL_TRANSFER is in force: "
                                         "http://127.0.0.1:1/"}));
}

BOOST_AUTO_TEST_SUITE_END()

struct Sandboxed : Configured {
    Providers make() { return Providers::of_sandbox(settings, sandbox, world()); }

    SandboxAccess sandbox{"http://127.0.0.1:1", "c1d0", Secret("sandbox-secret")};
};

BOOST_FIXTURE_TEST_SUITE(sandbox_providers, Sandboxed)

BOOST_AUTO_TEST_CASE(stand_in_for_those_of_the_configuration) {
    settings.providers = {oauth2_settings(), globus_settings()};
    settings.providers[0].values["scopes"] = Value::List{"reports.read"};
    const Providers providers = make();
    BOOST_TEST_REQUIRE(providers.list().size() == 2U);
    for (const NamedProvider& named : providers.list()) BOOST_TEST(named.provider.client_id() == sandbox.client_id);
    const TokenProvider& ours = providers.list()[0].provider;
    BOOST_TEST(providers.list()[0].name == "ours");
    BOOST_TEST(ours.service_urls().empty());
    BOOST_TEST(ours.can_serve({"r1", {"reports.read"}}));
    BOOST_TEST(!ours.can_serve({"r1", {"reports.write"}}));
    BOOST_TEST(!ours.can_serve(transfer));
    const TokenProvider& globus = providers.list()[1].provider;
    BOOST_TEST(globus.service_urls().at("transfer").rfind(sandbox.url, 0) == 0U);
    BOOST_TEST(globus.can_serve(transfer));
}

BOOST_AUTO_TEST_CASE(have_one_of_globus_when_the_configuration_has_none) {
    BOOST_TEST_REQUIRE(make().list().size() == 1U);
    BOOST_TEST(make().list().front().name == "sandbox");
    settings.providers = {oauth2_settings()};
    BOOST_TEST_REQUIRE(make().list().size() == 2U);
    BOOST_TEST(make().list().back().name == "sandbox");
}

BOOST_AUTO_TEST_CASE(have_tokens_for_globus_only) {
    settings.providers = {oauth2_settings()};
    const Providers providers = make();
    TokenProvider& ours = providers.list().front().provider;
    for (const std::vector<std::string>& scopes : {std::vector<std::string>{"openid", "reports.read"}, {}})
        BOOST_TEST(thrown<CommandError>([&] {
                       ours.token({"reports.example.org", scopes});
                   }) ==
                   "the sandbox has no tokens for reports.example.org, since it is a look-alike of Globus only; run "
                   "the job without --sandbox");
    BOOST_TEST(http->requests().empty());
    http->answer(200, R"({"access_token": "A", "expires_in": 3600, "token_type": "Bearer",
                         "resource_server": "transfer.api.globus.org"})");
    BOOST_TEST(ours.token(transfer).token.reveal() == "A");
}

BOOST_AUTO_TEST_CASE(read_no_configured_secret_and_ask_nobody_else) {
    variables.clear();
    settings.providers = {globus_settings()};
    http->answer(200, R"({"access_token": "A", "expires_in": 3600, "token_type": "Bearer",
                         "resource_server": "transfer.api.globus.org", "other_tokens": [],
                         "scope": "urn:globus:auth:scope:transfer.api.globus.org:all"})");
    const Providers providers = make();
    BOOST_TEST(providers.list().front().provider.token(transfer).token.reveal() == "A");
    BOOST_TEST(http->requests().front().url == sandbox.url + "/v2/oauth2/token");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace errand

#include "cli/providers.hpp"

#include <utility>

#include "auth/client_credentials_provider.hpp"
#include "auth/globus_services.hpp"
#include "auth/secret_source.hpp"
#include "base/error.hpp"
#include "cli/sandboxed_oauth2_provider.hpp"
#include "sandbox/sandbox.hpp"

namespace errand {

namespace {

Secret read_secret(const ValueSource& source, const EnvironmentLookup& environment) {
    return source.kind == ValueSource::Kind::file ? read_secret_file(source.text)
                                                  : read_secret_variable(source.text, environment);
}

/// The client is known before any token is needed, but a variable that is not set matters only then.
ClientCredentials credentials_of(const ProviderSettings& provider, const Surroundings& surroundings) {
    const bool is_variable = provider.client_id.kind == ValueSource::Kind::environment;
    const auto client_id =
        is_variable ? surroundings.environment(provider.client_id.text) : std::optional(provider.client_id.text);
    ClientCredentials credentials;
    credentials.client_id = client_id.value_or("");
    credentials.secret = [provider, &surroundings, is_known = !credentials.client_id.empty()] {
        if (!is_known)
            throw CommandError(
                ExitCode::configuration,
                to_string(provider.where) + ": the client id of the provider '" + provider.name +
                    "' is taken from the environment variable " + provider.client_id.text +
                    ", which is not set; set it, or write the id into the configuration (it is no secret)");
        return read_secret(provider.client_secret, surroundings.environment);
    };
    return credentials;
}

void log_overrides(const GlobusServices& services, Logger& logger) {
    for (const ServiceOverride& change : services.overrides())
        logger.info("the environment variable " + change.variable + " is in force: " + change.value);
}

}  // namespace

Providers Providers::configured(const Settings& settings, const Surroundings& surroundings, HttpClient& http,
                                const Clock& clock, Logger& logger) {
    Providers providers;
    bool has_logged = false;
    for (const ProviderSettings& provider : settings.providers) {
        ClientCredentials credentials = credentials_of(provider, surroundings);
        ProviderProfile profile{provider.name, ProviderProfile::Kind::oauth2, provider.scopes};
        if (provider.kind == ProviderSettings::Kind::globus) {
            const GlobusServices services(provider.environment.value_or("production"), surroundings.environment);
            // The same for every provider, since they are the environment's.
            if (!std::exchange(has_logged, true)) log_overrides(services, logger);
            profile.kind = ProviderProfile::Kind::globus;
            profile.services = services.urls();
            credentials.token_url = services.token_url();
            credentials.encoding = ClientCredentials::Encoding::raw;
        } else {
            credentials.token_url = provider.token_url;
        }
        providers.add(provider.name, std::make_unique<ClientCredentialsProvider>(profile, std::move(credentials), http,
                                                                                 clock, logger));
    }
    return providers;
}

Providers Providers::of_sandbox(const Settings& settings, const Sandbox& sandbox, HttpClient& http, const Clock& clock,
                                Logger& logger) {
    const GlobusServices services("production", [&](const std::string& name) -> std::optional<std::string> {
        if (name == "GLOBUS_SDK_SERVICE_URL_AUTH" || name == "GLOBUS_SDK_SERVICE_URL_TRANSFER") return sandbox.url();
        return std::nullopt;
    });
    const auto stand_in = [&](ProviderProfile profile) -> std::unique_ptr<TokenProvider> {
        ClientCredentials credentials{sandbox.client_id(), [&sandbox] { return sandbox.client_secret(); },
                                      services.token_url(), ClientCredentials::Encoding::raw};
        return std::make_unique<ClientCredentialsProvider>(std::move(profile), std::move(credentials), http, clock,
                                                           logger);
    };
    using Kind = ProviderProfile::Kind;
    Providers providers;
    bool has_globus = false;
    for (const ProviderSettings& provider : settings.providers) {
        const bool is_globus = provider.kind == ProviderSettings::Kind::globus;
        has_globus = has_globus || is_globus;
        providers.add(provider.name, is_globus ? stand_in({provider.name, Kind::globus, {}, services.urls()})
                                               : std::make_unique<SandboxedOAuth2Provider>(
                                                     stand_in({provider.name, Kind::oauth2, provider.scopes, {}})));
    }
    if (!has_globus) providers.add("sandbox", stand_in({"sandbox", Kind::globus, {}, services.urls()}));
    return providers;
}

void Providers::add(const std::string& name, std::unique_ptr<TokenProvider> provider) {
    named_.push_back({name, *provider});
    owned_.push_back(std::move(provider));
}

}  // namespace errand

#include "cli/providers.hpp"

#include <utility>

#include "auth/client_credentials_source.hpp"
#include "auth/globus_services.hpp"
#include "base/random_fraction.hpp"
#include "cli/sandboxed_source.hpp"

namespace errand {

namespace {

bool is_cached(const ProviderSettings& provider) {
    const auto choice = provider.values.find("cache");
    return choice != provider.values.end() && choice->second.text() == "on";
}

/// What the environment changes, for the operator to see. The same for every provider of Globus.
void log_overrides(const Settings& settings, const EnvironmentLookup& environment, Logger& logger) {
    for (const ProviderSettings& provider : settings.providers) {
        if (provider.type != "globus") continue;
        const GlobusServices services(provider.values.at("environment").text(), environment);
        for (const ServiceOverride& change : services.overrides())
            logger.info("the environment variable " + change.variable + " is in force: " + change.value);
        return;
    }
}

/// The services of Globus with the sandbox in the place of those that it looks like.
GlobusServices services_with(const SandboxAccess& sandbox) {
    return {"production", [&](const std::string& name) -> std::optional<std::string> {
                if (name == "GLOBUS_SDK_SERVICE_URL_AUTH" || name == "GLOBUS_SDK_SERVICE_URL_TRANSFER")
                    return sandbox.url;
                return std::nullopt;
            }};
}

std::unique_ptr<TokenSource> sandbox_source(const SandboxAccess& sandbox, const ProvidersWorld& world) {
    const ServerMetadata endpoints = globus_endpoints(sandbox.url + "/");
    auto client = std::make_unique<OAuthClient>(
        sandbox.client_id,
        client_secret_basic(
            sandbox.client_id, [secret = sandbox.client_secret] { return secret; }, BasicEncoding::raw),
        [endpoints] { return endpoints; }, world.http({}, {}), world.clock);
    return std::make_unique<ClientCredentialsSource>(
        std::move(client), GrantOptions{.server = endpoints.token_endpoint, .names_resource_servers = true});
}

}  // namespace

Providers::Providers(const ProvidersWorld& world)
    : directory_(std::make_unique<CacheDirectory>(world.cache_directory)),
      cache_(std::make_unique<TokenCache>(*directory_, world.clock)) {}

Providers Providers::configured(const Settings& settings, const ProvidersWorld& world) {
    const EnvironmentLookup& environment = world.surroundings.environment;
    Providers providers(world);
    const ProviderWorld parts{world.surroundings, world.clock, world.secrets, *providers.directory_, world.http};
    log_overrides(settings, environment, world.logger);
    for (const ProviderSettings& provider : settings.providers) {
        const ProviderType& type = provider_type(provider.type);
        ProviderProfile profile{provider.name, type.issues(provider.values), {}};
        if (type.services) profile.services = type.services(provider.values, environment);
        providers.add(std::move(profile), type.make_source(provider, parts), world, is_cached(provider));
    }
    return providers;
}

Providers Providers::of_sandbox(const Settings& settings, const SandboxAccess& sandbox, const ProvidersWorld& world) {
    const TokenProvider::ServiceUrls services = services_with(sandbox).urls();
    Providers providers(world);
    bool has_globus = false;
    for (const ProviderSettings& provider : settings.providers) {
        const bool is_globus = provider.type == "globus";
        has_globus = has_globus || is_globus;
        ProviderProfile profile{provider.name, provider_type(provider.type).issues(provider.values), {}};
        if (is_globus) profile.services = services;
        std::unique_ptr<TokenSource> source = sandbox_source(sandbox, world);
        if (!is_globus) source = std::make_unique<SandboxedSource>(std::move(source));
        providers.add(std::move(profile), std::move(source), world, false);
    }
    if (!has_globus)
        providers.add({"sandbox", provider_type("globus").issues({}), services}, sandbox_source(sandbox, world), world,
                      false);
    return providers;
}

void Providers::add(ProviderProfile profile, std::unique_ptr<TokenSource> source, const ProvidersWorld& world,
                    bool is_cached) {
    const std::string name = profile.name;
    CachingWorld caching{world.clock, world.logger,   world.redactor, is_cached ? cache_.get() : nullptr,
                         world.sleep, random_fraction};
    owned_.push_back(std::make_unique<CachingTokenProvider>(std::move(profile), std::move(source), std::move(caching)));
    named_.push_back({name, *owned_.back()});
}

}  // namespace errand

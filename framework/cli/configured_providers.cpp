#include "cli/configured_providers.hpp"

#include <algorithm>

#include "auth/scope_list.hpp"
#include "base/error.hpp"
#include "base/suggestion.hpp"
#include "cli/transport.hpp"
#include "config/locations.hpp"
#include "http/make_http_client.hpp"

namespace errand {

namespace {

std::string no_provider(const Settings& settings) {
    if (!settings.looked_for.empty()) return no_config_file(settings.looked_for);
    return "the configuration has no provider; add one under 'providers:'";
}

HttpClientSettings transport_of(const HttpDefaults& defaults, const Session& session, Logger& logger,
                                Patience patience) {
    constexpr std::chrono::milliseconds kLittle = std::chrono::seconds(10);
    HttpClientSettings transport = transport_settings(defaults, session.surroundings, logger, session.redactor);
    if (patience == Patience::little) transport.timeout = std::min(transport.timeout, kLittle);
    return transport;
}

RetryPolicy retries_of(const HttpDefaults& defaults, Patience patience) {
    return {.max_retries = patience == Patience::little ? 0 : defaults.retries};
}

}  // namespace

ConfiguredProviders::ConfiguredProviders(Session& session, Patience patience)
    : clock_(session.clock),
      logger_(session.err, session.clock, session.verbose ? Severity::debug : Severity::warning),
      installation_(session),
      secrets_(session.surroundings, installation_.spawner(), session.redactor),
      transport_(transport_of(settings().http, session, logger_, patience)),
      retries_(retries_of(settings().http, patience)),
      http_(make_http_client(transport_, retries_, session.clock)),
      providers_(make_providers(session)) {}

Providers ConfiguredProviders::make_providers(const Session& session) {
    return Providers::configured(
        settings(), {session.surroundings, session.clock, logger_, session.redactor, secrets_,
                     [this](const auto& certificate, const auto& key) { return client_with(certificate, key); },
                     [&clock = session.clock](auto wait) { clock.sleep_for(wait); },
                     cache_directory(session.surroundings) / "tokens"});
}

std::shared_ptr<HttpClient> ConfiguredProviders::client_with(const std::string& certificate,
                                                             const std::string& key) const {
    if (certificate.empty()) return http_;
    return make_http_client(with_certificate(transport_, certificate, key), retries_, clock_);
}

std::shared_ptr<HttpClient> ConfiguredProviders::http_of(const ProviderSettings& provider) const {
    const auto text = [&](const char* key) {
        const auto found = provider.values.find(key);
        return found == provider.values.end() ? std::string() : found->second.text();
    };
    return client_with(text("certificate"), text("certificate_key"));
}

const NamedProvider& ConfiguredProviders::named(const std::string& name) const {
    const auto& list = providers_.list();
    const auto refuse = [](const std::string& what) { throw CommandError(ExitCode::configuration, what); };
    if (list.empty()) refuse(no_provider(settings()));
    if (name.empty() && list.size() > 1)
        refuse("there are several providers; say which: " + comma_separated(settings().provider_names()));
    if (name.empty()) return list.front();
    for (const NamedProvider& candidate : list)
        if (candidate.name == name) return candidate;
    throw CommandError(ExitCode::configuration, "the configuration has no provider '" + name + "'" +
                                                    suggestion(name, settings().provider_names()));
}

}  // namespace errand

#include "cli/configured_providers.hpp"

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

}  // namespace

ConfiguredProviders::ConfiguredProviders(Session& session)
    : logger_(session.err, session.clock, session.verbose ? Severity::debug : Severity::warning),
      installation_(session),
      providers_(make_providers(session)) {}

Providers ConfiguredProviders::make_providers(const Session& session) {
    const std::shared_ptr<HttpClient> http = make_http_client(transport_settings(settings().http, session.surroundings),
                                                              {.max_retries = settings().http.retries}, session.clock);
    return Providers::configured(settings(), {session.surroundings, session.clock, logger_, installation_.spawner(),
                                              [http](const auto&, const auto&) { return http; },
                                              [&clock = session.clock](auto wait) { clock.sleep_for(wait); },
                                              cache_directory(session.surroundings) / "tokens"});
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

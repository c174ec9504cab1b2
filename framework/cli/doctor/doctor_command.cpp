#include <functional>

#include "base/landlock.hpp"
#include "cli/configured_providers.hpp"
#include "cli/doctor/local_checks.hpp"
#include "cli/doctor/server_checks.hpp"
#include "cli/session.hpp"
#include "cli/token/requested_scopes.hpp"
#include "config/config_error.hpp"
#include "config/locations.hpp"
#include "errand/json.hpp"
#include "http/no_proxy_list.hpp"
#include "http/proxy.hpp"

namespace errand {

namespace {

constexpr std::chrono::seconds kPatience(10);

/// One look at everything, in the order in which one thing needs another.
class Examination {
public:
    explicit Examination(Session& session) : session_(session) {}

    std::vector<Finding> run(bool is_offline) {
        look_at_configuration();
        add(check_programs(session_.prefix / "lib/errand"));
        const auto state = state_directory(session_.surroundings);
        if (add(check_state_directory(state))) look_at_store(state, is_offline);
        add(check_token_cache(cache_directory(session_.surroundings) / "tokens", session_.clock));
        add(check_landlock(landlock_version()));
        if (!providers_) return std::move(findings_);
        look_at_plugins();
        add(check_jobs(providers_->installation()));
        for (const ProviderSettings& provider : providers_->settings().providers) {
            add(check_overrides(provider, session_.surroundings.environment));
            if (look_at_credentials(provider) && !is_offline) look_at_server(provider);
        }
        return std::move(findings_);
    }

private:
    bool add(Finding finding) {
        findings_.push_back(std::move(finding));
        return findings_.back().health != Health::wrong;
    }
    bool add(std::vector<Finding> findings) {
        bool is_fine = true;
        for (Finding& finding : findings) is_fine = add(std::move(finding)) && is_fine;
        return is_fine;
    }

    void look_at_configuration() {
        try {
            providers_.emplace(session_, Patience::little);
            const auto& file = providers_->installation().config_file();
            add(check_configuration(providers_->settings(), file ? file->string() : ""));
        } catch (const ConfigError& error) {
            add(check_configuration(error));
        } catch (const std::exception& error) {
            add(wrong("configuration", "", error));
        }
    }

    void look_at_store(const std::filesystem::path& state, bool is_offline) {
        if (!providers_) return;
        const StoreSettings& settings = providers_->settings().store;
        const bool is_at_server = !settings.url.empty();
        if (!is_at_server || !is_offline)
            add(check_store(settings, state, session_.prefix / "lib/errand", providers_->secrets()));
    }

    void look_at_plugins() {
        for (const auto& directory : providers_->installation().plugin_directories())
            add(check_plugin_directory(directory));
        add(check_plugins(providers_->installation().catalog()));
    }

    bool look_at_credentials(const ProviderSettings& provider) {
        const bool has_secrets = add(check_secrets(provider, providers_->secrets()));
        return add(check_own_certificate(provider, session_.clock.now())) && has_secrets;
    }

    /// Stops at the first thing that is wrong: what comes after it would fail by it.
    void look_at_server(const ProviderSettings& provider) {
        const std::string& name = provider.name;
        if (const auto page_of = provider_type(provider.type).page) {
            const std::string page = page_of(provider.values, session_.surroundings.environment);
            const HttpUrl url = parse_http_url(page);
            if (!look_at_connection(name, url)) return;
            if (!add(check_clock(name, page, *providers_->http_of(provider), session_.clock))) return;
        }
        for (const ScopeDescription& scopes : requested_scopes({}, name, *providers_))
            add(check_grant(providers_->named(name), scopes));
    }

    /// What a proxy connects to is seen by nobody but the proxy, until a request goes there.
    bool look_at_connection(const std::string& provider, const HttpUrl& url) {
        const HttpClientSettings& transport = providers_->transport();
        const auto proxy = parse_proxy(transport.proxy);
        if (proxy && !NoProxyList(transport.proxy.no_proxy).contains(url))
            return add(check_name(provider, proxy->address.host, kPatience));
        return add(check_name(provider, url.host, kPatience)) &&
               (!url.is_secure || add(check_certificate(provider, url, transport, kPatience, session_.clock.now())));
    }

    Session& session_;
    std::optional<ConfiguredProviders> providers_;
    std::vector<Finding> findings_;
};

}  // namespace

ExitCode run(const DoctorOptions& options, Session& session) {
    const std::vector<Finding> findings = Examination(session).run(options.is_offline);
    if (options.json)
        session.out << to_json(to_value(findings), JsonStyle::indented) << '\n';
    else
        print_findings(session.out, findings);
    return exit_code(findings);
}

}  // namespace errand

#pragma once

#include <string>

#include "cli/installation.hpp"
#include "cli/providers.hpp"
#include "cli/session.hpp"
#include "http/http_client_settings.hpp"
#include "http/retry_policy.hpp"

namespace errand {

/// How long a command waits for a server.
enum class Patience {
    /// As the configuration has it for runs.
    configured,
    /// Each request is made once, and given up after ten seconds.
    little
};

/// The providers of the configuration in force, for a command that runs no job.
///
/// Lifetime: the session outlives it.
class ConfiguredProviders {
public:
    /// Asks nobody, and reads no secret.
    /// \throws CommandError for a configuration that cannot be used; Error for an unknown Globus environment
    explicit ConfiguredProviders(Session& session, Patience patience = Patience::configured);

    Installation& installation() { return installation_; }
    const Settings& settings() const { return installation_.settings(); }
    const Providers& all() const { return providers_; }
    const SecretReader& secrets() const { return secrets_; }
    /// How servers are reached.
    const HttpClientSettings& transport() const { return transport_; }
    /// What the provider itself asks its server with: one with a certificate shows it.
    std::shared_ptr<HttpClient> http_of(const ProviderSettings& provider) const;
    /// The one of this name, or the only one there is when the name is empty.
    /// \throws CommandError (configuration) when there is none, or several; it says what to write.
    const NamedProvider& named(const std::string& name) const;

private:
    Providers make_providers(const Session& session);
    std::shared_ptr<HttpClient> client_with(const std::string& certificate, const std::string& key) const;

    const Clock& clock_;
    StreamLogger logger_;
    Installation installation_;
    SecretReader secrets_;
    HttpClientSettings transport_;
    RetryPolicy retries_;
    std::shared_ptr<HttpClient> http_;
    Providers providers_;
};

}  // namespace errand

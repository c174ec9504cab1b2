#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "auth/client_credentials_grant.hpp"
#include "auth/provider.hpp"
#include "base/logger.hpp"

namespace errand {

/// What sets a provider apart from another, beside its client.
struct ProviderProfile {
    enum class Kind { globus, oauth2 };

    /// In the configuration, for messages.
    std::string name;
    Kind kind = Kind::globus;
    /// All that the client may ask for, for oauth2; empty means anything.
    std::vector<std::string> scopes = {};
    TokenProvider::ServiceUrls services = {};
};

/// Keeps one token for each resource server and set of scopes in memory, and renews it by the client-credentials grant.
///
/// Of several threads that need the same token, one fetches it. While the endpoint cannot be reached a token that is
/// still valid stays in use, with a warning, and the endpoint is asked again every 30 s.
/// Lifetime: the HTTP client, the clock and the logger outlive it.
class ClientCredentialsProvider final : public TokenProvider {
public:
    ClientCredentialsProvider(ProviderProfile profile, ClientCredentials credentials, HttpClient& http,
                              const Clock& clock, Logger& logger);
    ~ClientCredentialsProvider() override;

    AccessToken token(const ScopeDescription& scopes) override;
    void reject(const Secret& token) override;
    bool can_serve(const ScopeDescription& scopes) const override;
    std::string client_id() const override { return grant_.client_id(); }
    ServiceUrls service_urls() const override { return profile_.services; }

private:
    /// One kept token.
    struct Slot;

    Slot& slot_for(const ScopeDescription& scopes);
    std::optional<AccessToken> fresh(const Slot& slot);
    AccessToken renew(Slot& slot, const ScopeDescription& scopes);
    AccessToken keep_in_use(Slot& slot, const ServiceUnreachable& error);
    AccessToken fetch(const ScopeDescription& scopes) const;
    AccessToken choose(const TokenResponse& response, const std::string& resource_server) const;
    [[noreturn]] void refuse(const std::string& what) const;

    const ProviderProfile profile_;
    const ClientCredentialsGrant grant_;
    const Clock& clock_;
    Logger& logger_;
    /// Guards the map and the tokens in it; never held during a grant.
    std::mutex mutex_;
    std::map<std::string, std::unique_ptr<Slot>> slots_;
};

}  // namespace errand

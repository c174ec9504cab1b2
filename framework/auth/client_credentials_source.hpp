#pragma once

#include <string>
#include <utility>
#include <vector>

#include "auth/oauth_client.hpp"
#include "auth/token_source.hpp"

namespace errand {

/// What a provider asks for with every grant, beside the scopes.
struct GrantOptions {
    /// The configured place of the token endpoint: its URL or the issuer's. Part of the identity.
    std::string server;
    /// True for Globus: an answer has one token for each resource server, by name, and never none in particular.
    bool names_resource_servers = false;
    /// Not a standard's, but what several servers take. Left out when empty.
    std::string audience = {};
    /// Source: RFC 8707.
    std::vector<std::string> resources = {};
    /// More fields of the form.
    std::vector<std::pair<std::string, std::string>> fields = {};
};

/// Gets tokens by the client-credentials grant. Source: RFC 6749 section 4.4.
class ClientCredentialsSource final : public TokenSource {
public:
    ClientCredentialsSource(std::unique_ptr<OAuthClient> client, GrantOptions options)
        : client_(std::move(client)), options_(std::move(options)) {}

    AccessToken fetch(const ScopeDescription& scopes) override;
    std::string identity() const override;
    Secret proof() const override { return client_->proof(); }
    std::string client_id() const override { return client_->client_id(); }
    void revoke(const Secret& token) override { client_->revoke(token); }
    Value introspect(const Secret& token) override { return client_->introspect(token); }

private:
    std::vector<std::pair<std::string, std::string>> fields_for(const ScopeDescription& scopes) const;
    AccessToken choose(const TokenResponse& response, const std::string& resource_server) const;
    [[noreturn]] void refuse(const std::string& what) const;

    const std::unique_ptr<OAuthClient> client_;
    const GrantOptions options_;
};

}  // namespace errand

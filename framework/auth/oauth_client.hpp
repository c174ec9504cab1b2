#pragma once

#include <functional>
#include <memory>
#include <string>

#include "auth/client_authentication.hpp"
#include "auth/server_metadata.hpp"
#include "auth/token_response.hpp"
#include "base/clock.hpp"
#include "errand/http_client.hpp"
#include "errand/value.hpp"

namespace errand {

/// Where the endpoints are: known from the start, or found out at the first call.
using EndpointLookup = std::function<ServerMetadata()>;

/// A client at its authorization server: sends forms, signed, and understands the answers.
///
/// A secret that was changed while it was in use is read once more when the server refuses the client.
/// Errors: CredentialsRefused when the server refuses the client or what it asks for (400, 401, 403), with its reason;
/// ServiceUnreachable for any other answer than the expected one, and for none; what the authentication and the lookup
/// throw. No message shows the secret, also where the server echoes it.
/// Thread-safety: all members may be called concurrently. Lifetime: the clock outlives it.
class OAuthClient {
public:
    OAuthClient(std::string client_id, std::unique_ptr<ClientAuthentication> authentication, EndpointLookup endpoints,
                std::shared_ptr<HttpClient> http, const Clock& clock);

    /// Asks the token endpoint with these fields. Source: RFC 6749 sections 4.4 and 5.
    TokenResponse grant(const std::vector<std::pair<std::string, std::string>>& fields) const;
    /// \throws Error if the server has no such endpoint. Source: RFC 7009.
    void revoke(const Secret& token) const;
    /// \throws Error if the server has no such endpoint. Source: RFC 7662.
    Value introspect(const Secret& token) const;

    const std::string& client_id() const { return client_id_; }
    std::string authentication_identity() const { return authentication_->identity(); }
    /// The URL of the token endpoint, as it may be shown. \throws what the lookup throws
    std::string shown_token_url() const;
    /// What a request is signed with at this moment. \throws as the authentication does
    Secret proof() const;

private:
    struct Endpoint;
    HttpResponse post(const Endpoint& endpoint, const std::vector<std::pair<std::string, std::string>>& fields) const;
    [[noreturn]] void refuse(const Endpoint& endpoint, const HttpResponse& response, const FormRequest& sent,
                             const Secret& proof) const;

    const std::string client_id_;
    const std::unique_ptr<ClientAuthentication> authentication_;
    const EndpointLookup endpoints_;
    const std::shared_ptr<HttpClient> http_;
    const Clock& clock_;
};

}  // namespace errand

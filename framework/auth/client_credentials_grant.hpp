#pragma once

#include <string>

#include "auth/secret_source.hpp"
#include "auth/token_response.hpp"
#include "base/clock.hpp"
#include "errand/http_client.hpp"

namespace errand {

/// How a client proves who it is to a token endpoint.
struct ClientCredentials {
    /// Of the two parts of the Basic header. Servers disagree: Globus wants them as they are, RFC 6749 section 2.3.1
    /// wants them form-encoded first.
    enum class Encoding { raw, form };

    std::string client_id;
    /// Asked at each grant, so that nothing keeps the secret in memory and a rotated one is seen.
    SecretSource secret;
    std::string token_url;
    Encoding encoding = Encoding::form;
};

/// Asks a token endpoint for tokens with the client-credentials grant.
///
/// Thread-safety: request() may be called concurrently if the secret's source may.
/// Lifetime: the HTTP client and the clock outlive it.
/// Source: RFC 6749 section 4.4.
class ClientCredentialsGrant {
public:
    ClientCredentialsGrant(ClientCredentials credentials, HttpClient& http, const Clock& clock)
        : credentials_(std::move(credentials)), http_(http), clock_(clock) {}

    /// One grant for these space-separated scopes; for what the server gives by default when empty.
    /// \throws CredentialsRefused when the endpoint refuses the client or what it asks for (400, 401, 403), with the
    /// endpoint's reason; ServiceUnreachable for any other answer than a token response, and when there is none; what
    /// the secret's source throws.
    TokenResponse request(const std::string& scopes) const;

    const std::string& client_id() const { return credentials_.client_id; }
    const std::string& token_url() const { return credentials_.token_url; }

private:
    HttpRequest make_request(const std::string& scopes, const Secret& secret) const;
    [[noreturn]] void refuse(const HttpResponse& response, const Secret& secret) const;

    const ClientCredentials credentials_;
    HttpClient& http_;
    const Clock& clock_;
};

}  // namespace errand

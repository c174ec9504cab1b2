#pragma once

#include <memory>
#include <string>

#include "auth/client_authentication.hpp"
#include "auth/signing_key.hpp"
#include "base/clock.hpp"

namespace errand {

/// A client that signs a token of its own at each request.
struct JwtClient {
    std::string client_id;
    /// The private key, as PEM or JSON Web Key.
    SecretSource key;
    SignatureAlgorithm algorithm = SignatureAlgorithm::rs256;
    /// Which of the client's keys it is, as the server knows it; empty for a client with one.
    std::string key_id;
    /// Who the token is for; the URL that it is sent to when empty.
    std::string audience;
};

/// The token lives for a minute, has an id that never comes again, and its times are whole seconds, as some servers
/// refuse anything else.
/// Source: RFC 7523 section 3, RFC 7519.
/// Lifetime: the clock outlives it.
std::unique_ptr<ClientAuthentication> private_key_jwt(JwtClient client, const Clock& clock);

}  // namespace errand

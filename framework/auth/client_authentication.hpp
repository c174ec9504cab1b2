#pragma once

#include <memory>
#include <string>

#include "auth/form_request.hpp"
#include "auth/secret_source.hpp"
#include "errand/secret.hpp"

namespace errand {

/// How a client proves to an authorization server who it is.
///
/// Thread-safety: all members may be called concurrently if the secret's source may.
class ClientAuthentication {
public:
    virtual ~ClientAuthentication() = default;

    /// Signs `form`, and returns what it was signed with: to see whether that was changed since, and to hide it where a
    /// server echoes it. Empty when the connection itself proves it. Read at each call, so that a rotated secret is
    /// seen.
    /// \throws CommandError (configuration) if the secret or key cannot be read or used.
    virtual Secret sign(FormRequest& form) const = 0;

    /// All that shapes the signature but the secret: what was granted or refused to another one counts no more.
    virtual std::string identity() const = 0;

    /// True when a server takes one signature only once. A request that was sent again after its answer was lost is
    /// refused then, though the client is a good one.
    virtual bool is_used_up() const { return false; }
};

/// Of the two parts of the Basic header: RFC 6749 section 2.3.1 wants them form-encoded first, and many servers, Globus
/// Auth among them, want them as they are.
enum class BasicEncoding { form, raw };

/// The id and the secret in the Authorization header. Source: RFC 6749 section 2.3.1, RFC 7617.
std::unique_ptr<ClientAuthentication> client_secret_basic(std::string client_id, SecretSource secret,
                                                          BasicEncoding encoding);

/// The id and the secret in the form. Source: RFC 6749 section 2.3.1.
std::unique_ptr<ClientAuthentication> client_secret_post(std::string client_id, SecretSource secret);

/// The id in the form; the client's certificate, which the HTTP client presents, is the proof.
/// Source: RFC 8705 section 2.
std::unique_ptr<ClientAuthentication> tls_client_auth(std::string client_id, std::string certificate_file);

}  // namespace errand

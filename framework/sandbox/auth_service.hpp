#pragma once

#include <atomic>
#include <string>
#include <string_view>

#include "errand/secret.hpp"
#include "sandbox/message.hpp"
#include "sandbox/token_table.hpp"

namespace errand {

/// Answers what is asked of Globus Auth: grants, introspection, revocation and the description of itself.
///
/// Thread-safety: all members may be called concurrently.
class AuthService {
public:
    /// Lifetime: `tokens` outlives it. `url` is its own base URL.
    AuthService(TokenTable& tokens, std::string client_id, const Secret& client_secret, std::string url);

    /// `POST /v2/oauth2/token`. Source: RFC 6749 sections 2.3.1, 4.4 and 5.
    HttpResponse token(const SandboxRequest& request);
    /// `POST /v2/oauth2/token/introspect`. Source: RFC 7662.
    HttpResponse introspect(const SandboxRequest& request);
    /// `POST /v2/oauth2/token/revoke`. Source: RFC 7009.
    HttpResponse revoke(const SandboxRequest& request);
    /// `GET /.well-known/openid-configuration`. Names only what is served.
    HttpResponse openid_configuration(const SandboxRequest& request) const;

    /// A failure in the shape of Globus Auth: `{"errors": [...], "error": ..., "error_description": ...}`.
    HttpResponse failure(int status, const std::string& code, const std::string& title, const std::string& detail);

private:
    /// The form of a request by the client itself, or the answer that refuses it.
    std::optional<HttpResponse> refuse(const SandboxRequest& request, FormFields& form) const;
    HttpResponse grant(const FormFields& form);
    Value introspection(const IssuedToken& token, const FormFields& form) const;

    TokenTable& tokens_;
    const std::string client_id_;
    const Secret credentials_;
    const std::string url_;
    std::atomic<unsigned> failures_ = 0;
};

}  // namespace errand

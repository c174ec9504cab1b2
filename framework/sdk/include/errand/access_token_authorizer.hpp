#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace errand {

/// Supplies the `Authorization` header value for requests to one resource server.
///
/// The framework makes it from the client-credentials provider and renews the token behind it, so a task
/// asks again for every request and never stores the answer.
/// Thread-safety: all members may be called concurrently.
/// Lifetime: owned by the framework; valid until Task::run() returns.
class AccessTokenAuthorizer {
public:
    virtual ~AccessTokenAuthorizer() = default;

    /// The header value, `Bearer <token>`, of a token that has not expired and is renewed ahead of that where possible.
    /// May wait for one grant.
    /// \throws CredentialsRefused if the token endpoint refuses the client; ServiceUnreachable if it cannot be asked
    /// in time.
    /// Source: RFC 6750 section 2.1 (header form), RFC 6749 section 4.4 (grant).
    virtual std::string authorization_header() = 0;

    /// Reports that a service answered 401 to `header`. Does nothing unless that token is still the current one,
    /// so late reports from several threads cost one renewal.
    virtual void reject(std::string_view header) = 0;

    /// Reports that a service answered `ConsentRequired`, and the scopes that it asked for. Gets a token that has them
    /// too, by one grant, where they add dependencies to scopes that the task declares or its job allows them; a
    /// renewal keeps them. Otherwise the token stays what it was, and the log says what to add to the job file. Asks
    /// nobody again for what was granted or refused before.
    /// \return whether the current token has them
    /// \throws Error if errand itself is gone
    virtual bool widen(const std::vector<std::string>& scopes) = 0;

    /// The client that the tokens are issued to. Not a secret.
    virtual std::string client_id() const = 0;
    /// The resource server that the tokens are for, such as `transfer.api.globus.org`.
    virtual std::string resource_server() const = 0;
    /// The granted scopes, space-separated. A token endpoint does not list what they depend on.
    virtual std::string scopes() const = 0;
    /// When the current token expires, by the calendar clock.
    virtual std::chrono::system_clock::time_point expires_at() const = 0;
};

}  // namespace errand

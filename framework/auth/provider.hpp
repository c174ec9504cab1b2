#pragma once

#include <map>
#include <string>

#include "auth/access_token.hpp"
#include "errand/secret.hpp"
#include "errand/task_description.hpp"
#include "errand/value.hpp"

namespace errand {

/// A source of access tokens: a token endpoint and a client that is known there.
///
/// Thread-safety: all members may be called concurrently.
class TokenProvider {
public:
    virtual ~TokenProvider() = default;

    /// A token for `scopes` that has not expired, renewed ahead of that where possible. May wait for one grant.
    /// \throws CredentialsRefused if the endpoint refuses, or grants less than was asked for; ServiceUnreachable if it
    /// cannot be asked; CommandError (configuration) if the client's secret cannot be read.
    virtual AccessToken token(const ScopeDescription& scopes) = 0;

    /// As token(), but asks for a new one whatever is kept, and whatever was refused before. When it throws, what is
    /// kept stays in use.
    virtual AccessToken renewed_token(const ScopeDescription& scopes) = 0;

    /// Reports that a service answered 401 to `token`. Does nothing unless it is still a current one, so that late
    /// reports of several threads cost one renewal.
    virtual void reject(const Secret& token) = 0;

    /// True if this provider is one that could issue tokens for `scopes`. Asks nobody.
    virtual bool can_serve(const ScopeDescription& scopes) const = 0;

    /// Not a secret.
    virtual std::string client_id() const = 0;

    /// A fingerprint of all that shapes what is asked for but the scopes: a token is this provider's only if it was
    /// kept with the same.
    virtual std::string source() const = 0;

    /// Has the token end before its time, at the server and here. \throws as token() does, and Error if this provider
    /// cannot.
    virtual void revoke(const Secret& token) = 0;
    /// What the server knows of a token: a map, with `active` in it. \throws as revoke() does.
    virtual Value introspect(const Secret& token) = 0;

    using ServiceUrls = std::map<std::string, std::string, std::less<>>;
    /// The base URLs of the provider's services by name, such as `transfer`; none for oauth2.
    virtual ServiceUrls service_urls() const = 0;
};

}  // namespace errand

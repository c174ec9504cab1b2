#pragma once

#include <string>

#include "auth/access_token.hpp"
#include "errand/secret.hpp"
#include "errand/task_description.hpp"
#include "errand/value.hpp"

namespace errand {

/// Where access tokens come from. It keeps none: CachingTokenProvider does that for all of them.
///
/// To add a kind, implement this in a file of its own, and give it a row in cli/provider_types.cpp.
/// Thread-safety: all members may be called concurrently.
class TokenSource {
public:
    virtual ~TokenSource() = default;

    /// Gets a new token for `scopes`: one grant.
    /// \throws CredentialsRefused if the server refuses, or grants less than was asked for; ServiceUnreachable if it
    /// cannot be asked; CommandError (configuration) if the client's secret cannot be read.
    virtual AccessToken fetch(const ScopeDescription& scopes) = 0;

    /// All that shapes what fetch() asks for but the scopes, and no secret: a token that was kept under another
    /// identity is not used.
    virtual std::string identity() const = 0;
    /// What the client proves itself with at this moment, to see whether it was changed; empty when there is no such
    /// thing. \throws as fetch() does where it cannot be read.
    virtual Secret proof() const = 0;
    /// Not a secret.
    virtual std::string client_id() const = 0;

    /// Has the server end the token before its time. \throws as fetch() does, and Error if this kind cannot.
    virtual void revoke(const Secret& token) = 0;
    /// What the server knows of the token: a map, with `active` in it. \throws as revoke() does.
    virtual Value introspect(const Secret& token) = 0;
};

}  // namespace errand

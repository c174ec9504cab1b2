#pragma once

#include <chrono>

#include "auth/secret_source.hpp"
#include "auth/token_source.hpp"
#include "base/clock.hpp"

namespace errand {

/// Gives out a token that somebody else has got, read anew at each fetch: for tests, and for services whose tokens do
/// not come from a grant.
///
/// Lifetime: the clock outlives it.
class StaticTokenSource final : public TokenSource {
public:
    /// \param lifetime how long one reading of the token is good for
    StaticTokenSource(SecretSource token, std::chrono::seconds lifetime, const Clock& clock)
        : token_(std::move(token)), lifetime_(lifetime), clock_(clock) {}

    AccessToken fetch(const ScopeDescription& scopes) override;
    std::string identity() const override { return "static"; }
    Secret proof() const override { return token_(); }
    std::string client_id() const override { return {}; }
    void revoke(const Secret& token) override;
    Value introspect(const Secret& token) override;

private:
    const SecretSource token_;
    const std::chrono::seconds lifetime_;
    const Clock& clock_;
};

}  // namespace errand

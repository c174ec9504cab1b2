#pragma once

#include <memory>

#include "auth/provider.hpp"

namespace errand {

/// Stands in a sandbox run for a provider of type oauth2: one for the same scopes, so that the same one is chosen.
///
/// Tokens it has for scopes of Globus only, since the sandbox knows no others.
class SandboxedOAuth2Provider final : public TokenProvider {
public:
    /// \param sandbox gets the tokens from the sandbox, and knows what the configured provider may ask for
    explicit SandboxedOAuth2Provider(std::unique_ptr<TokenProvider> sandbox) : sandbox_(std::move(sandbox)) {}

    /// \throws CommandError with ExitCode::configuration for other scopes
    AccessToken token(const ScopeDescription& scopes) override;
    void reject(const Secret& token) override { sandbox_->reject(token); }
    bool can_serve(const ScopeDescription& scopes) const override { return sandbox_->can_serve(scopes); }
    std::string client_id() const override { return sandbox_->client_id(); }
    ServiceUrls service_urls() const override { return sandbox_->service_urls(); }

private:
    const std::unique_ptr<TokenProvider> sandbox_;
};

}  // namespace errand

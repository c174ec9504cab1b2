#pragma once

#include <memory>

#include "auth/token_source.hpp"

namespace errand {

/// Stands in a sandbox run for where the tokens of a provider that is not of Globus come from. The sandbox knows no
/// scopes but those of Globus, so that it has tokens for these only.
class SandboxedSource final : public TokenSource {
public:
    /// \param sandbox gets tokens from the sandbox
    explicit SandboxedSource(std::unique_ptr<TokenSource> sandbox) : sandbox_(std::move(sandbox)) {}

    /// \throws CommandError with ExitCode::configuration for other scopes
    AccessToken fetch(const ScopeDescription& scopes) override;
    std::string identity() const override { return sandbox_->identity(); }
    Secret proof() const override { return sandbox_->proof(); }
    std::string client_id() const override { return sandbox_->client_id(); }
    void revoke(const Secret& token) override { sandbox_->revoke(token); }
    Value introspect(const Secret& token) override { return sandbox_->introspect(token); }

private:
    const std::unique_ptr<TokenSource> sandbox_;
};

}  // namespace errand

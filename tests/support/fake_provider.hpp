#pragma once

#include <functional>
#include <string>
#include <vector>

#include "auth/provider.hpp"

namespace errand::testing {

/// A provider of what a test wants, which serves the resource servers it is told to.
class FakeProvider final : public TokenProvider {
public:
    using Grant = std::function<AccessToken(const ScopeDescription& scopes)>;

    explicit FakeProvider(std::vector<std::string> resource_servers = {}, Grant grant = {})
        : resource_servers_(std::move(resource_servers)), grant_(std::move(grant)) {}

    AccessToken token(const ScopeDescription& scopes) override { return grant_(scopes); }
    AccessToken renewed_token(const ScopeDescription& scopes) override { return grant_(scopes); }
    void revoke(const Secret& /*token*/) override {}
    Value introspect(const Secret& /*token*/) override { return Value::Map{{"active", true}}; }
    void reject(const Secret& token) override { rejected.emplace_back(token.reveal()); }
    bool can_serve(const ScopeDescription& scopes) const override {
        for (const std::string& served : resource_servers_)
            if (served == scopes.resource_server) return true;
        return false;
    }
    std::string client_id() const override { return "client-1"; }
    std::string source() const override { return "source-1"; }
    ServiceUrls service_urls() const override { return {}; }

    std::vector<std::string> rejected;

private:
    std::vector<std::string> resource_servers_;
    Grant grant_;
};

}  // namespace errand::testing

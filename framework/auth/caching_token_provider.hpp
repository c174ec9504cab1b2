#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "auth/provider.hpp"
#include "auth/token_cache.hpp"
#include "auth/token_source.hpp"
#include "base/logger.hpp"
#include "base/redactor.hpp"

namespace errand {

/// What sets a provider apart from another, beside where its tokens come from.
struct ProviderProfile {
    /// In the configuration, for messages.
    std::string name;
    /// Whether it is one that could issue this scope.
    std::function<bool(const std::string& scope)> issues;
    TokenProvider::ServiceUrls services = {};
};

/// What a CachingTokenProvider needs of the world.
struct CachingWorld {
    const Clock& clock;
    Logger& logger;
    /// Hides the tokens from when they are known.
    Redactor& redactor;
    /// Shared with other processes; only this provider's own memory if null.
    const TokenCache* cache = nullptr;
    /// Waits while somebody else fetches the token. May throw, to give up.
    std::function<void(std::chrono::milliseconds)> sleep;
    /// A number from 0 to below 1, so that tokens which were fetched together are not renewed together.
    std::function<double()> random;
};

/// Keeps one live token for each resource server and set of scopes, in memory and for all processes of the user, and
/// renews it ahead of its end.
///
/// Whoever needs a token that nobody has fetches it; others who need the same wait for that one answer, in this process
/// and in others. Near its end one renews it, and all others go on with it. While it cannot be renewed it stays in use
/// until its end, with a warning. A refusal is remembered for a minute, or until the client's secret changes, so that a
/// thousand jobs do not ask a thousand times.
/// Lifetime: what `world` refers to outlives it.
class CachingTokenProvider final : public TokenProvider {
public:
    CachingTokenProvider(ProviderProfile profile, std::unique_ptr<TokenSource> source, CachingWorld world);
    ~CachingTokenProvider() override;

    AccessToken token(const ScopeDescription& scopes) override;
    AccessToken renewed_token(const ScopeDescription& scopes) override;
    void reject(const Secret& token) override;
    bool can_serve(const ScopeDescription& scopes) const override;
    std::string client_id() const override { return source_->client_id(); }
    std::string source() const override;
    ServiceUrls service_urls() const override { return profile_.services; }
    void revoke(const Secret& token) override;
    Value introspect(const Secret& token) override { return source_->introspect(token); }

private:
    /// One kept token.
    struct Slot;
    /// One caller's way to a token that is not in memory.
    class Renewal;

    Slot& slot_for(const ScopeDescription& scopes);
    std::optional<AccessToken> fresh(const Slot& slot);

    const ProviderProfile profile_;
    const std::unique_ptr<TokenSource> source_;
    const CachingWorld world_;
    std::atomic<bool> has_said_that_cache_is_broken_ = false;
    /// Guards the map and the tokens in it; never held during a grant.
    std::mutex mutex_;
    std::map<std::string, std::unique_ptr<Slot>> slots_;
};

}  // namespace errand

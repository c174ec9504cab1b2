#pragma once

#include <memory>
#include <string>
#include <vector>

#include "auth/provider.hpp"
#include "protocol/messages.hpp"
#include "runner/background_work.hpp"

namespace errand {

/// Gets tokens from a provider on a thread of its own, since a grant may take a minute and the run has limits to watch.
///
/// Thread-safety: for one thread. Lifetime: the provider and the clock outlive the `background`, which may still be at
/// work on a request when the fetcher has gone.
class TokenFetcher {
public:
    /// \throws std::system_error
    TokenFetcher(TokenProvider& provider, const Clock& clock, BackgroundWork& background);
    /// Nothing more is begun, and what is under way is nobody's.
    ~TokenFetcher();
    TokenFetcher(const TokenFetcher&) = delete;
    TokenFetcher& operator=(const TokenFetcher&) = delete;

    /// Begins to get a token for `scopes`; `rejected`, unless empty, is one that a service has refused.
    void request(const ScopeDescription& scopes, Secret rejected);

    /// Becomes readable when there are answers.
    int descriptor() const;
    /// A TokenGrant or TokenRefusal for each request that is done.
    std::vector<SupervisorMessage> take_answers();

private:
    class Work;

    const std::shared_ptr<Work> work_;
};

}  // namespace errand

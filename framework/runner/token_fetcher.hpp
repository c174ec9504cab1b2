#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "auth/provider.hpp"
#include "base/event.hpp"
#include "protocol/messages.hpp"

namespace errand {

/// Gets tokens from a provider on a thread of its own, since a grant may take a minute and the run has limits to watch.
///
/// Thread-safety: for one thread. Lifetime: the provider, the clock and the event outlive it.
class TokenFetcher {
public:
    /// \param give_up what the provider's HTTP client gives up at
    /// \throws std::system_error
    TokenFetcher(TokenProvider& provider, const Clock& clock, const Event& give_up);
    /// Gives up what is under way, and leaves `give_up` reset.
    ~TokenFetcher();
    TokenFetcher(const TokenFetcher&) = delete;
    TokenFetcher& operator=(const TokenFetcher&) = delete;

    /// Begins to get a token for `scopes`; `rejected`, unless empty, is one that a service has refused.
    void request(const ScopeDescription& scopes, Secret rejected);

    /// Becomes readable when there are answers.
    int descriptor() const { return answered_.descriptor(); }
    /// A TokenGrant or TokenRefusal for each request that is done.
    std::vector<SupervisorMessage> take_answers();

private:
    struct Request {
        ScopeDescription scopes;
        Secret rejected;
    };

    void work();
    SupervisorMessage fetch(const Request& request);

    TokenProvider& provider_;
    const Clock& clock_;
    const Event& give_up_;
    const Event answered_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Request> requests_;
    std::vector<SupervisorMessage> answers_;
    bool is_stopping_ = false;
    /// Last, so that it starts when all else is there.
    std::thread thread_;
};

}  // namespace errand

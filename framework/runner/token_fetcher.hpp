#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "auth/provider.hpp"
#include "base/unique_fd.hpp"
#include "protocol/messages.hpp"

namespace errand {

/// Gets tokens from a provider on a thread of its own, since a grant may take a minute and the run has limits to watch.
///
/// Thread-safety: for one thread. Lifetime: `provider` and `clock` outlive it; destruction waits for what is under way.
class TokenFetcher {
public:
    /// \throws std::system_error
    TokenFetcher(TokenProvider& provider, const Clock& clock);
    ~TokenFetcher();
    TokenFetcher(const TokenFetcher&) = delete;
    TokenFetcher& operator=(const TokenFetcher&) = delete;

    /// Begins to get a token for `scopes`; `rejected`, unless empty, is one that a service has refused.
    void request(const ScopeDescription& scopes, Secret rejected);

    /// Becomes readable when there are answers.
    int fd() const { return event_.get(); }
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
    const UniqueFd event_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Request> requests_;
    std::vector<SupervisorMessage> answers_;
    bool is_stopping_ = false;
    /// Last, so that it starts when all else is there.
    std::thread thread_;
};

}  // namespace errand

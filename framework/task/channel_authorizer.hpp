#pragma once

#include <mutex>

#include "base/clock.hpp"
#include "errand/access_token_authorizer.hpp"
#include "task/channel.hpp"

namespace errand {

/// An authorizer that starts with the token the attempt was given and asks the supervisor for the next.
///
/// Lifetime: `channel` and `clock` outlive it.
class ChannelAuthorizer final : public AccessTokenAuthorizer {
public:
    ChannelAuthorizer(TokenGrant first, Channel& channel, const Clock& clock);

    std::string authorization_header() override;
    void reject(std::string_view header) override;
    std::string client_id() const override;
    std::string resource_server() const override;
    std::string scopes() const override;
    std::chrono::system_clock::time_point expires_at() const override;

private:
    /// The header of the current token. `mutex_` is held.
    std::string header() const;
    void adopt(TokenGrant grant);
    void renew(Secret rejected);

    Channel& channel_;
    const Clock& clock_;
    mutable std::mutex mutex_;
    TokenGrant current_;
    Clock::SteadyTime renew_at_;
    bool is_rejected_ = false;
};

}  // namespace errand

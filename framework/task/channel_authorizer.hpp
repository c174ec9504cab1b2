#pragma once

#include <mutex>
#include <set>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/logger.hpp"
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
    bool widen(const std::vector<std::string>& scopes) override;
    std::string client_id() const override;
    std::string resource_server() const override;
    std::string scopes() const override;
    std::chrono::system_clock::time_point expires_at() const override;

private:
    /// The header of the current token. `mutex_` is held.
    std::string header() const;
    void adopt(TokenGrant grant);
    void renew(Secret rejected);
    /// The supervisor's answer to a request for the next token. `mutex_` is held.
    std::variant<TokenGrant, TokenRefusal> ask(Secret rejected, const std::vector<std::string>& asked_scopes);
    void log(LogLevel level, const std::string& text) { channel_.send(LogLine{level, printable(text)}); }

    Channel& channel_;
    const Clock& clock_;
    mutable std::mutex mutex_;
    TokenGrant current_;
    Clock::SteadyTime renew_at_;
    bool is_rejected_ = false;
    /// What services asked for and got.
    std::vector<std::string> wider_scopes_;
    /// What they asked for in vain.
    std::set<std::string> refused_scopes_;
};

}  // namespace errand

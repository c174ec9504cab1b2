#pragma once

#include "runner/asked_scopes.hpp"
#include "runner/rate_limit.hpp"

namespace errand {

/// Decides what a task that asks for a token is to get: in the long run one a second, and what scopes_for() says.
///
/// Lifetime: the task's definition outlives it.
class TokenRequestPolicy {
public:
    TokenRequestPolicy(const TaskDefinition& task, Clock::SteadyTime now)
        : task_(task), rate_(kBurst, kPerSecond, now) {}

    /// \throws ProtocolError if a plugin that plays by the rules would not have asked.
    std::variant<ScopeDescription, TokenRefusal> decide(const TokenRequest& request, Clock::SteadyTime now) {
        auto scopes = scopes_for(task_, request);
        if (std::holds_alternative<TokenRefusal>(scopes) || rate_.allows(now)) return scopes;
        constexpr const char* kTooMany = "more than one token a second";
        if (request.asked_scopes.empty()) throw ProtocolError(kTooMany);
        // Services ask for scopes, and how often is not the plugin's fault.
        return TokenRefusal{request.resource_server, TokenRefusal::Reason::unreachable, kTooMany};
    }

private:
    static constexpr double kBurst = 60;
    static constexpr double kPerSecond = 1;

    const TaskDefinition& task_;
    RateLimit rate_;
};

}  // namespace errand

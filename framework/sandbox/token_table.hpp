#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace errand {

/// What the sandbox knows about an access token it issued.
struct IssuedToken {
    std::string resource_server;
    std::vector<std::string> scopes;
    /// The scopes of the request and what they depend on, as scope_paths() has them.
    std::vector<std::string> paths;
    Clock::CalendarTime issued;
    Clock::CalendarTime expires;
};

/// The access tokens that are valid now.
///
/// It holds the 10,000 that expire last, so that it stays small however long it runs.
/// Thread-safety: all members may be called concurrently.
class TokenTable {
public:
    /// Lifetime: `clock` outlives it.
    TokenTable(const Clock& clock, std::chrono::seconds lifetime) : clock_(clock), lifetime_(lifetime) {}

    std::chrono::seconds lifetime() const { return lifetime_; }
    /// A new token, different from all others.
    std::string issue(std::string resource_server, std::vector<std::string> scopes,
                      std::vector<std::string> paths = {});
    /// Nothing when the token was never issued, has expired or was revoked.
    std::optional<IssuedToken> find(std::string_view token) const;
    /// Does nothing for a token that is not valid.
    void revoke(std::string_view token);

private:
    void make_room();

    const Clock& clock_;
    const std::chrono::seconds lifetime_;
    mutable std::mutex mutex_;
    std::map<std::string, IssuedToken, std::less<>> tokens_;
};

}  // namespace errand

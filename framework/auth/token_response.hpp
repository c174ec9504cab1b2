#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "auth/access_token.hpp"
#include "errand/error.hpp"

namespace errand {

/// The token endpoint answered, but not with a token response. The message names the field, never a value.
class BadTokenResponse : public ServiceUnreachable {
public:
    using ServiceUnreachable::ServiceUnreachable;
};

/// What the token endpoint answers: one token, and for Globus one more for each further resource server.
/// Source: RFC 6749 section 5.1; Globus Auth adds `resource_server` and `other_tokens`.
class TokenResponse {
public:
    /// The JSON object of a 200 answer to a request that was sent at `now` and `steady_now`, so that no token is taken
    /// for fresher than it is. No `other_tokens` means that there are none, no `token_type` Bearer, and no `expires_in`
    /// 300 s: RFC 6749 only recommends to send it, and to ask again too early is safe.
    /// \throws BadTokenResponse
    static TokenResponse parse(std::string_view body, Clock::CalendarTime now, Clock::SteadyTime steady_now);

    /// The token at the top first; never empty.
    const std::vector<AccessToken>& tokens() const { return tokens_; }
    /// Nothing when there is no token for it.
    /// Lifetime: as this object, as for by_scopes().
    const AccessToken* by_resource_server(std::string_view resource_server) const;
    /// The token that has all of these space-separated scopes.
    /// \throws Error naming a scope that no token has, or when the scopes belong to several tokens.
    const AccessToken& by_scopes(std::string_view scopes) const;

private:
    explicit TokenResponse(std::vector<AccessToken> tokens) : tokens_(std::move(tokens)) {}

    std::vector<AccessToken> tokens_;
};

}  // namespace errand

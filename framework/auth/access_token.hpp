#pragma once

#include <string>

#include "base/clock.hpp"
#include "errand/secret.hpp"

namespace errand {

/// An access token as the token endpoint gave it. A value.
struct AccessToken {
    /// Never logged.
    Secret token;
    /// The granted scopes, space-separated; empty when the answer does not say.
    std::string scopes;
    /// Such as `transfer.api.globus.org`; empty when the answer does not say.
    std::string resource_server;
    /// `Bearer`, as the endpoint spells it.
    std::string token_type;
    Clock::CalendarTime expires_at;
    /// From then on it is renewed before use: 60 s before it expires, or a tenth of its lifetime when that is less, so
    /// that short-lived tokens are not fetched for each request.
    Clock::SteadyTime renew_at;
};

}  // namespace errand

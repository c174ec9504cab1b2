#pragma once

#include <optional>
#include <string>

#include "errand/http_client.hpp"

namespace errand {

/// What an answer's challenges say of why it refuses the credentials. The service's words, so neither trusted nor
/// printable; each may be empty, but not all.
struct RefusalReason {
    /// Such as `invalid_token` and `insufficient_scope`.
    std::string error;
    std::string description;
    /// What a token needs, space-separated.
    std::string scope;

    /// The scope and the description as a sentence, the scope first, since the description may be long; may be empty.
    std::string message() const;
};

/// Nothing unless the answer is a 400, 401 or 403 with such a challenge, of whatever scheme: others than `Bearer` use
/// the same parameters. The first challenge with an error counts, or else the first with a scope. Never throws. Source:
/// RFC 6750 section 3, RFC 9449 section 7.1.
std::optional<RefusalReason> refusal_reason(const HttpResponse& response);

}  // namespace errand

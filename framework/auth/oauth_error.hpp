#pragma once

#include <string>

#include "errand/http_client.hpp"

namespace errand {

/// What an authorization server says of a refusal. Its words, so neither trusted nor printable.
struct OAuthError {
    /// Such as `invalid_client`; empty when there is none.
    std::string code;
    /// `error_description`, or else the details that Globus Auth lists; may be empty.
    std::string description;
};

/// What the body says. Never fails: what is not there, or not text, or not JSON, is empty.
/// Source: RFC 6749 section 5.2; Globus Auth adds `errors` with `code` and `detail`.
OAuthError oauth_error_in_body(const HttpResponse& response);

/// The same, or where the body says nothing, what a challenge says. Never fails.
/// Source: RFC 6749 section 5.2 has a 401 come with a challenge; some servers give it the parameters of RFC 6750
/// section 3, whatever its scheme.
OAuthError oauth_error(const HttpResponse& response);

}  // namespace errand

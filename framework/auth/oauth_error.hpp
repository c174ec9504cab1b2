#pragma once

#include <string>

#include "errand/http_client.hpp"

namespace errand {

/// What a token endpoint says of a refusal. Its words, so neither trusted nor printable.
struct OAuthError {
    /// Such as `invalid_client`; empty when the answer names none.
    std::string code;
    /// `error_description`, or else the details that Globus Auth lists; may be empty.
    std::string description;
};

/// Never fails: what is not there, or not text, or not JSON, is empty.
/// Source: RFC 6749 section 5.2; Globus Auth adds `errors` with `code` and `detail`.
OAuthError parse_oauth_error(const HttpResponse& response);

}  // namespace errand

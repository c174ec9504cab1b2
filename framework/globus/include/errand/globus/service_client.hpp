#pragma once

#include <string>
#include <string_view>

#include "errand/access_token_authorizer.hpp"
#include "errand/globus/api_error.hpp"
#include "errand/globus/query.hpp"
#include "errand/http_client.hpp"
#include "errand/value.hpp"

namespace errand::globus {

/// Speaks JSON with one service: builds the requests, checks the answers, throws what the service says.
///
/// Thread-safety: all members may be called concurrently.
/// Lifetime: `http` and `authorizer` outlive it.
class ServiceClient {
public:
    /// `base_url` is absolute, with or without a final slash.
    ServiceClient(HttpClient& http, AccessTokenAuthorizer& authorizer, std::string base_url,
                  ErrorReader read_error = &read_error_document);

    /// The JSON document at `path`, which is below the base URL and starts without a slash.
    /// \throws CredentialsRefused for a 401, which the HttpClient lets through only after a renewal;
    /// ServiceUnreachable for a 429 or 5xx, unless the service passes on another's failure; ApiError for any other
    /// status that is no success; Error for a success that is not JSON; and what HttpClient::send() throws.
    Value get(std::string_view path, const Query& query = {}) const;

    /// "GET https://…/path", for messages. Without the query, which is long and may hold what nobody wants in a log.
    std::string request_name(std::string_view path) const;

private:
    [[noreturn]] void refuse(std::string_view path, const HttpResponse& response) const;

    HttpClient& http_;
    AccessTokenAuthorizer& authorizer_;
    std::string base_url_;
    ErrorReader read_error_;
};

}  // namespace errand::globus

#pragma once

#include <memory>

#include "errand/http_client.hpp"

namespace errand {

/// Signs each request that has an authorizer. After a 401 it rejects the token and sends once more, if the authorizer
/// then has another one.
///
/// Thread-safety: send() may be called concurrently.
class AuthorizingHttpClient final : public HttpClient {
public:
    explicit AuthorizingHttpClient(std::unique_ptr<HttpClient> inner) : inner_(std::move(inner)) {}

    /// \throws Error if the request has an authorizer and an Authorization header; what the authorizer throws.
    HttpResponse send(const HttpRequest& request) override;

private:
    const std::unique_ptr<HttpClient> inner_;
};

}  // namespace errand

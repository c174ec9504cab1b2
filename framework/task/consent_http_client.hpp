#pragma once

#include <memory>

#include "errand/http_client.hpp"

namespace errand {

/// When a service answers a signed request with `ConsentRequired`, has the authorizer ask for the scopes that it names,
/// and sends once more, if the authorizer then has another token with them. To be put below whatever follows redirects:
/// another host has no say in what a token is for.
///
/// The repeat is as safe as that after a 401: the service refused the request, and did nothing.
/// Thread-safety: send() may be called concurrently.
class ConsentHttpClient final : public HttpClient {
public:
    /// \param inner signs requests
    explicit ConsentHttpClient(std::unique_ptr<HttpClient> inner) : inner_(std::move(inner)) {}

    /// \throws as `inner` does, and what the authorizer throws.
    HttpResponse send(const HttpRequest& request) override;

private:
    const std::unique_ptr<HttpClient> inner_;
};

}  // namespace errand

#pragma once

#include <memory>

#include "errand/http_client.hpp"

namespace errand {

/// What is done with an answer that points elsewhere.
enum class Redirects {
    /// Followed where that is safe.
    follow,
    /// An error: for requests that carry credentials, which go where the configuration says and nowhere else.
    refuse,
};

/// Follows redirects, five of them at most.
///
/// GET and HEAD follow any; 303 makes a GET of every other method; 307 and 308 repeat a request that may be repeated.
/// What else is redirected, such as a POST by 302, is returned as it is. The authorizer signs again for the same origin
/// only; to another one goes neither it nor an Authorization or Cookie header, nor a body. From https:// it goes to
/// https:// only.
/// Thread-safety: send() may be called concurrently.
/// Source: RFC 9110 section 15.4.
class RedirectingHttpClient final : public HttpClient {
public:
    RedirectingHttpClient(std::unique_ptr<HttpClient> inner, Redirects redirects)
        : inner_(std::move(inner)), redirects_(redirects) {}

    /// \throws ServiceUnreachable naming the target when it may not be followed, or after too many; what the inner
    /// client throws.
    HttpResponse send(const HttpRequest& request) override;

private:
    const std::unique_ptr<HttpClient> inner_;
    const Redirects redirects_;
};

}  // namespace errand

#pragma once

#include <memory>

#include "errand/http_client.hpp"
#include "http/connector.hpp"
#include "http/http_client_settings.hpp"
#include "http/idle_connections.hpp"

namespace errand {

/// One exchange per send(); connections are kept and used again. It follows no redirect and repeats nothing but this:
/// when a kept connection turns out to be closed, a repeatable request goes out once more on a fresh one.
///
/// Making one costs nothing: TLS is set up at the first `https` request. `request.authorizer` is not its business.
/// Thread-safety: send() may be called concurrently; each exchange then has a connection of its own.
class SocketHttpClient final : public HttpClient {
public:
    explicit SocketHttpClient(HttpClientSettings settings);
    ~SocketHttpClient() override;

    /// \throws ExchangeFailed; Error for a request that may not be sent, before anything is; Cancelled; CommandError
    /// (configuration) when a file of certificates or keys cannot be used.
    HttpResponse send(const HttpRequest& request) override;

private:
    class Exchange;

    void check_allowed(const HttpUrl& url) const;

    const HttpClientSettings settings_;
    const std::unique_ptr<Connector> connector_;
    IdleConnections idle_;
};

}  // namespace errand

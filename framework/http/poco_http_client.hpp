#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "errand/http_client.hpp"
#include "http/connection.hpp"
#include "http/http_client_settings.hpp"

namespace errand {

/// One exchange per send(), over Poco's sockets; connections are kept and used again. It follows no redirect and
/// repeats nothing but this: when a kept connection turns out to be closed, a repeatable request goes out once more on
/// a fresh one.
///
/// Making one costs nothing: TLS is set up at the first `https` request. `request.authorizer` is not its business.
/// Thread-safety: send() may be called concurrently; each exchange then has a connection of its own.
class PocoHttpClient final : public HttpClient {
public:
    explicit PocoHttpClient(HttpClientSettings settings);
    ~PocoHttpClient() override;

    /// \throws ExchangeFailed, CertificateRefused; Error for a request that may not be sent, before anything is.
    HttpResponse send(const HttpRequest& request) override;

private:
    class Exchange;
    struct Idle {
        std::unique_ptr<Connection> connection;
        std::chrono::steady_clock::time_point since;
    };

    void check_allowed(const HttpUrl& url) const;
    std::unique_ptr<Connection> take_idle(const std::string& origin);
    void keep(const std::string& origin, std::unique_ptr<Connection> connection);

    const HttpClientSettings settings_;
    const std::unique_ptr<Connector> connector_;
    std::mutex mutex_;
    /// By origin, the one used last at the end.
    std::map<std::string, std::vector<Idle>> idle_;
};

}  // namespace errand

#pragma once

#include <memory>
#include <mutex>

#include "http/connection.hpp"
#include "http/http_client_settings.hpp"
#include "http/http_url.hpp"
#include "http/tls_sessions.hpp"

namespace errand {

/// Makes connections secure: TLS 1.2 or newer, the certificate checked up to a trusted authority and against the
/// host's name, always.
///
/// Thread-safety: secure() may be called concurrently.
class TlsClient {
public:
    /// Reads nothing yet: the files are read at the first handshake.
    explicit TlsClient(const HttpClientSettings& settings) : settings_(settings) {}

    /// Shakes hands over `plain`, within settings.tls_timeout, and returns the connection to use from then on.
    /// Lifetime: this object outlives the connection.
    /// \throws ExchangeFailed saying what is wrong with a certificate, or that the peer speaks no TLS that will do;
    /// Cancelled; CommandError (configuration) when the authorities, or the client's own certificate, cannot be used.
    std::unique_ptr<Connection> secure(std::unique_ptr<Connection> plain, const HttpUrl& url, const Deadline& deadline);

private:
    SSL_CTX& context();

    const HttpClientSettings settings_;
    std::once_flag is_made_;
    SslContextPointer context_;
    TlsSessions sessions_;
};

}  // namespace errand

#pragma once

#include <memory>
#include <string>

#include "http/connection.hpp"
#include "http/connection_bio.hpp"
#include "http/http_url.hpp"
#include "http/tls_sessions.hpp"

namespace errand {

/// TLS over another connection. The server's certificate is checked, up to a trusted authority and against the host's
/// name, before anything is sent through it.
///
/// Lifetime: `sessions` outlives it.
class TlsConnection final : public Connection {
public:
    /// `context` holds whom to trust and the client's own certificate.
    TlsConnection(std::unique_ptr<Connection> plain, const HttpUrl& url, SSL_CTX& context, TlsSessions& sessions);
    /// Says goodbye, so that the peer can tell the end from a loss.
    ~TlsConnection() override;
    TlsConnection(const TlsConnection&) = delete;
    TlsConnection& operator=(const TlsConnection&) = delete;

    /// To be called first, and once. Takes up a session that the server gave out earlier, where there is one.
    /// \throws ExchangeFailed saying why no secure connection came about; DeadlinePassed; Cancelled.
    void shake_hands(const Deadline& deadline);

    void write(std::string_view bytes, const Deadline& deadline) override;
    std::size_t read(char* buffer, std::size_t size, const Deadline& deadline) override;
    bool is_stale() override;

    /// For SSL_CTX_sess_set_new_cb(): takes over the session that the server gave out on the connection of `ssl`.
    static int keep_session(SSL* ssl, SSL_SESSION* session);

private:
    [[noreturn]] void break_off();

    const std::unique_ptr<Connection> plain_;
    const std::string peer_;
    const std::string origin_;
    TlsSessions& sessions_;
    ConnectionBio bio_;
    const SslPointer ssl_;
    bool is_sound_ = false;
};

}  // namespace errand

#include "http/tls_connection.hpp"

#include <openssl/err.h>

#include <algorithm>
#include <limits>
#include <new>

#include "http/expected_host.hpp"
#include "http/http_error.hpp"
#include "http/tls_failure.hpp"

namespace errand {

namespace {

int clamp_to_int(std::size_t size) {
    return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

}  // namespace

TlsConnection::TlsConnection(std::unique_ptr<Connection> plain, const HttpUrl& url, SSL_CTX& context,
                             TlsSessions& sessions)
    : plain_(std::move(plain)),
      peer_(url.peer()),
      origin_(url.origin()),
      sessions_(sessions),
      bio_(*plain_),
      ssl_(SSL_new(&context)) {
    if (!ssl_) throw std::bad_alloc();
    bio_.give_to(*ssl_);
    expect_host(*ssl_, url.host);
    SSL_set_app_data(ssl_.get(), this);
}

TlsConnection::~TlsConnection() {
    if (!is_sound_) return;
    constexpr std::chrono::milliseconds kPatience(10);
    ERR_clear_error();
    try {
        bio_.run(Deadline(kPatience), [&] { return SSL_shutdown(ssl_.get()); });
    } catch (const Error&) {  // The peer is gone already.
    }
}

void TlsConnection::shake_hands(const Deadline& deadline) {
    if (const auto session = sessions_.take(origin_)) SSL_set_session(ssl_.get(), session.get());
    ERR_clear_error();
    if (bio_.run(deadline, [&] { return SSL_connect(ssl_.get()); }) != 1) throw_handshake_failure(*ssl_, peer_);
    is_sound_ = true;
}

void TlsConnection::write(std::string_view bytes, const Deadline& deadline) {
    while (!bytes.empty()) {
        ERR_clear_error();
        const int count =
            bio_.run(deadline, [&] { return SSL_write(ssl_.get(), bytes.data(), clamp_to_int(bytes.size())); });
        if (count <= 0) break_off();
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

std::size_t TlsConnection::read(char* buffer, std::size_t size, const Deadline& deadline) {
    ERR_clear_error();
    const int count = bio_.run(deadline, [&] { return SSL_read(ssl_.get(), buffer, clamp_to_int(size)); });
    if (count > 0) return static_cast<std::size_t>(count);
    if (SSL_get_error(ssl_.get(), count) == SSL_ERROR_ZERO_RETURN) return 0;
    break_off();
}

bool TlsConnection::is_stale() { return SSL_pending(ssl_.get()) > 0 || plain_->is_stale(); }

int TlsConnection::keep_session(SSL* ssl, SSL_SESSION* session) {
    auto& self = *static_cast<TlsConnection*>(SSL_get_app_data(ssl));
    self.sessions_.keep(self.origin_, SslSessionPointer(session));
    return 1;
}

void TlsConnection::break_off() {
    is_sound_ = false;
    throw_broken(peer_);
}

}  // namespace errand

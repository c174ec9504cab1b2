#include "http/tls_client.hpp"

#include "base/units.hpp"
#include "http/http_error.hpp"
#include "http/tls_connection.hpp"
#include "http/tls_context.hpp"

namespace errand {

SSL_CTX& TlsClient::context() {
    std::call_once(is_made_, [this] {
        context_ = make_tls_context(settings_);
        SSL_CTX_set_session_cache_mode(context_.get(), SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
        SSL_CTX_sess_set_new_cb(context_.get(), &TlsConnection::keep_session);
    });
    return *context_;
}

std::unique_ptr<Connection> TlsClient::secure(std::unique_ptr<Connection> plain, const HttpUrl& url,
                                              const Deadline& deadline) {
    const Deadline own = deadline.within(settings_.tls_timeout);
    auto connection = std::make_unique<TlsConnection>(std::move(plain), url, context(), sessions_);
    try {
        connection->shake_hands(own);
    } catch (const DeadlinePassed&) {
        throw ExchangeFailed("no TLS handshake with " + url.peer() + " within " + format_duration(own.allowed()) +
                                 "; check that it speaks TLS",
                             Failure::insecure);
    } catch (const ExchangeFailed& error) {
        if (error.failure() != Failure::broken) throw;
        throw ExchangeFailed(std::string(error.what()) + " during the TLS handshake; check that it speaks TLS",
                             Failure::insecure);
    }
    return connection;
}

}  // namespace errand

#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <memory>
#include <string>

#include "support/raw_server.hpp"

namespace errand::testing {

/// A TLS connection, as the channel of a RawServer. What includes this links OpenSSL.
class TlsChannel {
public:
    /// PEM files.
    struct Setup {
        std::string key;
        std::string certificate;
        int newest_version = 0;
        /// A client must show a certificate of this authority, when it is set.
        std::string client_authority = {};
        /// Counts the connections that took up an earlier session.
        std::shared_ptr<std::atomic<int>> resumptions = std::make_shared<std::atomic<int>>(0);
    };

    TlsChannel(int fd, const Setup& setup)
        : context_(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free),
          ssl_(nullptr, &SSL_free),
          resumptions_(setup.resumptions) {
        SSL_CTX_use_certificate_chain_file(context_.get(), setup.certificate.c_str());
        SSL_CTX_use_PrivateKey_file(context_.get(), setup.key.c_str(), SSL_FILETYPE_PEM);
        SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context_.get(), setup.newest_version);
        SSL_CTX_set_cipher_list(context_.get(), "ALL:@SECLEVEL=0");
        share_sessions();
        if (!setup.client_authority.empty()) ask_for_certificate(setup.client_authority);
        ssl_.reset(SSL_new(context_.get()));
        SSL_set_fd(ssl_.get(), fd);
    }

    bool accept() {
        if (SSL_accept(ssl_.get()) != 1) return let_client_close();
        *resumptions_ += SSL_session_reused(ssl_.get());
        return true;
    }
    ssize_t receive(char* buffer, std::size_t size) { return SSL_read(ssl_.get(), buffer, static_cast<int>(size)); }
    bool send(const std::string& bytes) {
        return SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
    }

private:
    /// A reset could overtake the alert that says why there is no handshake.
    bool let_client_close() const {
        const int fd = SSL_get_fd(ssl_.get());
        ::shutdown(fd, SHUT_WR);
        constexpr int kPatienceMs = 5000;
        pollfd wait = {fd, POLLIN, 0};
        char bytes[4096];
        while (::poll(&wait, 1, kPatienceMs) == 1 && ::recv(fd, bytes, sizeof bytes, 0) > 0) continue;
        return false;
    }

    /// Each connection has a context of its own; what one gave out must mean something to the next.
    void share_sessions() {
        unsigned char ticket_keys[80] = {};
        SSL_CTX_set_tlsext_ticket_keys(context_.get(), ticket_keys, sizeof ticket_keys);
        const unsigned char name[] = {'e'};
        SSL_CTX_set_session_id_context(context_.get(), name, sizeof name);
    }

    void ask_for_certificate(const std::string& authority) {
        SSL_CTX_load_verify_file(context_.get(), authority.c_str());
        SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    }

    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
    std::shared_ptr<std::atomic<int>> resumptions_;
};

using TlsRawServer = BasicRawServer<TlsChannel>;

}  // namespace errand::testing

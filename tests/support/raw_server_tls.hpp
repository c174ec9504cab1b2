#pragma once

#include <openssl/ssl.h>

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
    };

    TlsChannel(int fd, const Setup& setup)
        : context_(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free), ssl_(nullptr, &SSL_free) {
        SSL_CTX_use_certificate_chain_file(context_.get(), setup.certificate.c_str());
        SSL_CTX_use_PrivateKey_file(context_.get(), setup.key.c_str(), SSL_FILETYPE_PEM);
        SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context_.get(), setup.newest_version);
        SSL_CTX_set_cipher_list(context_.get(), "ALL:@SECLEVEL=0");
        ssl_.reset(SSL_new(context_.get()));
        SSL_set_fd(ssl_.get(), fd);
    }

    bool accept() { return SSL_accept(ssl_.get()) == 1; }
    ssize_t receive(char* buffer, std::size_t size) { return SSL_read(ssl_.get(), buffer, static_cast<int>(size)); }
    bool send(const std::string& bytes) {
        return SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
    }

private:
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
};

using TlsRawServer = BasicRawServer<TlsChannel>;

}  // namespace errand::testing

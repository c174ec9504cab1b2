#include "http/server_certificate.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <memory>
#include <new>

#include "errand/error.hpp"
#include "http/certificate_end.hpp"
#include "http/connection_bio.hpp"
#include "http/expected_host.hpp"
#include "http/openssl_pointer.hpp"
#include "http/tcp_connection.hpp"
#include "http/tls_context.hpp"

namespace errand {

namespace {

/// False when there is none in time.
bool shake_hands(SSL& ssl, ConnectionBio& bio, const Deadline& deadline) try {
    return bio.run(deadline, [&] { return SSL_connect(&ssl); }) == 1;
} catch (const ServiceUnreachable&) {
    return false;
}

std::chrono::sys_seconds first_end(const SSL& ssl, const X509& own) {
    std::chrono::sys_seconds first = end_of(own);
    if (SSL_get_verify_result(&ssl) != X509_V_OK) return first;
    const STACK_OF(X509)* chain = SSL_get0_verified_chain(&ssl);
    for (int i = 0; i < sk_X509_num(chain); ++i) first = std::min(first, end_of(*sk_X509_value(chain, i)));
    return first;
}

}  // namespace

ShownCertificate look_at_certificate(const HttpUrl& url, const HttpClientSettings& settings,
                                     std::chrono::milliseconds patience) {
    const Deadline deadline(patience);
    const SslContextPointer context = make_tls_context(settings);
    // It is checked all the same, but the handshake goes on.
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
    const auto connection = open_tcp_connection(url, patience, deadline);
    ConnectionBio bio(*connection);
    const SslPointer ssl(SSL_new(context.get()));
    if (!ssl) throw std::bad_alloc();
    bio.give_to(*ssl);
    expect_host(*ssl, url.host);
    ERR_clear_error();
    const bool is_done = shake_hands(*ssl, bio, deadline);
    // In TLS 1.3 a server may refuse a client without a certificate after it has shown its own.
    const std::unique_ptr<X509, OpensslFree<X509_free>> own(SSL_get1_peer_certificate(ssl.get()));
    if (!own)
        throw ServiceUnreachable("no TLS with " + url.peer() + (is_done ? ", which showed no certificate" : "") +
                                 "; check that it runs, and speaks TLS 1.2 or newer");
    const long code = SSL_get_verify_result(ssl.get());
    ShownCertificate shown{std::nullopt, first_end(*ssl, *own)};
    if (code != X509_V_OK) shown.objection = objection_to_certificate(code);
    return shown;
}

}  // namespace errand

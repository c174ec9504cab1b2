#include "http/server_certificate.hpp"

#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <signal.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <memory>
#include <new>

#include "base/error.hpp"
#include "errand/error.hpp"

namespace errand {

namespace {

using ContextOfLook = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using BioChain = std::unique_ptr<BIO, decltype(&BIO_free_all)>;

/// OpenSSL writes to sockets in a way that raises SIGPIPE.
class SigpipeIgnored {
public:
    SigpipeIgnored() : before_(::signal(SIGPIPE, SIG_IGN)) {}
    ~SigpipeIgnored() { ::signal(SIGPIPE, before_); }
    SigpipeIgnored(const SigpipeIgnored&) = delete;
    SigpipeIgnored& operator=(const SigpipeIgnored&) = delete;

private:
    void (*before_)(int);
};

CertificateVerdict verdict_of(long code) {
    switch (code) {
        case X509_V_OK:
            return CertificateVerdict::trusted;
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return CertificateVerdict::expired;
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return CertificateVerdict::not_yet_valid;
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
            return CertificateVerdict::self_signed;
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            return CertificateVerdict::unknown_authority;
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
            return CertificateVerdict::other_host;
        default:
            return CertificateVerdict::refused;
    }
}

ContextOfLook make_context(const HttpClientSettings& settings) {
    ContextOfLook context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
    if (!context) throw std::bad_alloc();
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    // It is checked all the same, but the handshake goes on.
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
    const std::string location = settings.ca_file.empty() ? settings.ca_directory : settings.ca_file;
    std::error_code absent;
    const bool is_directory = std::filesystem::is_directory(location, absent);
    const int is_read = is_directory ? SSL_CTX_load_verify_dir(context.get(), location.c_str())
                                     : SSL_CTX_load_verify_file(context.get(), location.c_str());
    if (is_read != 1)
        throw CommandError(ExitCode::configuration, "the certificate authorities at '" + location +
                                                        "' cannot be read; name a PEM file or a hashed directory");
    return context;
}

/// Has the host's name or address checked, and names it to the server.
void expect_host(SSL& ssl, const std::string& host) {
    X509_VERIFY_PARAM* expected = SSL_get0_param(&ssl);
    if (X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str()) == 1) return;
    X509_VERIFY_PARAM_set1_host(expected, host.c_str(), host.size());
    SSL_set_tlsext_host_name(&ssl, host.c_str());
}

/// False when the time is up, or there is no use in waiting.
bool shake_hands(BIO& connection, std::time_t until) {
    BIO_set_nbio(&connection, 1);
    while (BIO_do_connect(&connection) <= 0) {
        constexpr unsigned kBetweenLooks = 50;  // milliseconds, where there is nothing yet to wait for
        if (!BIO_should_retry(&connection) || BIO_wait(&connection, until, kBetweenLooks) <= 0) return false;
    }
    return true;
}

std::chrono::sys_seconds end_of(const X509& certificate) {
    std::tm time = {};
    ASN1_TIME_to_tm(X509_get0_notAfter(&certificate), &time);
    return std::chrono::sys_seconds(std::chrono::seconds(::timegm(&time)));
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
                                     std::chrono::seconds patience) {
    const SigpipeIgnored guard;
    const ContextOfLook context = make_context(settings);
    const BioChain connection(BIO_new_ssl_connect(context.get()), &BIO_free_all);
    SSL* ssl = nullptr;
    if (!connection || BIO_get_ssl(connection.get(), &ssl) != 1) throw std::bad_alloc();
    expect_host(*ssl, url.host);
    BIO_set_conn_hostname(connection.get(), url.peer().c_str());
    const bool is_done = shake_hands(*connection, std::time(nullptr) + patience.count());
    // In TLS 1.3 a server may refuse a client without a certificate after it has shown its own.
    const std::unique_ptr<X509, decltype(&X509_free)> own(SSL_get1_peer_certificate(ssl), &X509_free);
    if (!own)
        throw ServiceUnreachable(std::string("no TLS with ") + url.peer() +
                                 (is_done ? ", which showed no certificate" : "") +
                                 "; check that it runs, and speaks TLS 1.2 or newer");
    const long code = SSL_get_verify_result(ssl);
    return {verdict_of(code), X509_verify_cert_error_string(code), first_end(*ssl, *own)};
}

}  // namespace errand

#include "http/tls_failure.hpp"

#include <openssl/err.h>
#include <openssl/sslerr.h>
#include <openssl/x509_vfy.h>

#include "http/certificate_objection.hpp"
#include "http/http_error.hpp"

namespace errand {

namespace {

/// Alerts about certificates. A server sends `handshake_failure`, too, when it gets none in TLS 1.2, but not only then.
/// Source: RFC 8446 section 6.2.
bool is_about_our_certificate(int reason) {
    switch (reason) {
        case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
        case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
        case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
        case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
        case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
        case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
        case SSL_R_TLSV1_ALERT_ACCESS_DENIED:
        case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
            return true;
        default:
            return false;
    }
}

std::string words_of(unsigned long error) {
    const char* reason = ERR_reason_error_string(error);
    return reason ? reason : "no reason given";
}

void throw_if_refused_by_peer(unsigned long error, const std::string& peer) {
    if (error == 0 || !is_about_our_certificate(ERR_GET_REASON(error))) return;
    throw ExchangeFailed(peer + " does not accept this client's certificate (" + words_of(error) +
                             "); check which one it wants, and the one that the configuration names",
                         Failure::certificate);
}

}  // namespace

void throw_handshake_failure(const SSL& ssl, const std::string& peer) {
    const long refusal = SSL_get_verify_result(&ssl);
    if (refusal != X509_V_OK) {
        const CertificateObjection objection = objection_to_certificate(refusal);
        throw ExchangeFailed("the certificate of " + peer + " was refused: " + objection.what + "; " + objection.remedy,
                             Failure::certificate);
    }
    const unsigned long error = ERR_peek_error();
    throw_if_refused_by_peer(error, peer);
    if (error == 0 || ERR_GET_REASON(error) == SSL_R_UNEXPECTED_EOF_WHILE_READING)
        throw ExchangeFailed(peer + " broke the connection", Failure::broken);
    throw ExchangeFailed("no TLS with " + peer + " (" + words_of(error) + "); check that it speaks TLS 1.2 or newer",
                         Failure::insecure);
}

void throw_broken(const std::string& peer) {
    throw_if_refused_by_peer(ERR_peek_error(), peer);
    throw ExchangeFailed(peer + " broke the connection", Failure::broken);
}

}  // namespace errand

#include "http/tls_handshake.hpp"

#include <Poco/Net/Context.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <mutex>

#include "base/error.hpp"
#include "base/logger.hpp"
#include "http/http_error.hpp"
#include "http/socket_io.hpp"

namespace errand {

namespace {

using Poco::Net::SecureStreamSocket;

/// Why the handshake that runs in this thread refused the certificate. Poco keeps the SSL object, which knows, to
/// itself; OpenSSL calls back from within the handshake.
thread_local int refusal_reason = X509_V_OK;

int remember_refusal(int is_fine, X509_STORE_CTX* verification) {
    if (!is_fine) refusal_reason = X509_STORE_CTX_get_error(verification);
    return is_fine;
}

std::string describe_refusal(int reason) {
    switch (reason) {
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return "it has expired; have it renewed, or check this machine's clock";
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return "it is not valid yet; check this machine's clock";
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
            return "it is self-signed; if it is the right one, name it as CA file";
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            return "its certificate authority is not known here; if it is the right one, name it as CA file";
        default:
            return std::string(X509_verify_cert_error_string(reason)) + "; check what answers there";
    }
}

[[noreturn]] void refuse_certificate(const HttpUrl& url, const std::string& why) {
    throw CertificateRefused("the certificate of " + url.peer() + " was refused: " + why);
}

SecureStreamSocket shake_hands(const Poco::Net::StreamSocket& connected, const HttpUrl& url, const Deadline& deadline,
                               const Poco::Net::Context::Ptr& context) {
    SecureStreamSocket socket = SecureStreamSocket::attach(connected, url.host, context);
    finish(socket, Direction::read, deadline, [&] { return socket.completeHandshake(); });
    return socket;
}

}  // namespace

struct TlsHandshake::Context {
    std::once_flag is_made;
    Poco::Net::Context::Ptr poco;
};

TlsHandshake::TlsHandshake(std::string ca_location)
    : ca_location_(std::move(ca_location)), context_(std::make_unique<Context>()) {}

TlsHandshake::~TlsHandshake() = default;

TlsHandshake::Context& TlsHandshake::context() {
    std::call_once(context_->is_made, [this] {
        using Poco::Net::Context;
        try {
            context_->poco = new Context(Context::TLS_CLIENT_USE, ca_location_, Context::VERIFY_STRICT);
        } catch (const Poco::Exception& error) {
            throw CommandError(ExitCode::configuration, "the certificate authorities at '" + ca_location_ +
                                                            "' cannot be read; name a PEM file or a hashed directory");
        }
        context_->poco->requireMinimumProtocol(Context::PROTO_TLSV1_2);
        SSL_CTX_set_verify(context_->poco->sslContext(), SSL_VERIFY_PEER, &remember_refusal);
    });
    return *context_;
}

Poco::Net::StreamSocket TlsHandshake::secure(const Poco::Net::StreamSocket& connected, const HttpUrl& url,
                                             const Deadline& deadline) {
    const Poco::Net::Context::Ptr poco = context().poco;
    refusal_reason = X509_V_OK;
    try {
        SecureStreamSocket socket = shake_hands(connected, url, deadline, poco);
        socket.verifyPeerCertificate(url.host);
        return socket;
    } catch (const Poco::Net::CertificateValidationException&) {
        refuse_certificate(url, "it is for another host; check the URL, or what answers there");
    } catch (const Poco::Net::InvalidCertificateException&) {
        refuse_certificate(url, "it is for another host; check the URL, or what answers there");
    } catch (const Poco::Net::SSLException& error) {
        if (refusal_reason != X509_V_OK) refuse_certificate(url, describe_refusal(refusal_reason));
        if (error.message().find("unexpected eof") != std::string::npos) throw;
        throw ServiceUnreachable("no TLS with " + url.peer() + " (" + printable(error.message(), 200) +
                                 "); check that it speaks TLS 1.2 or newer");
    }
}

}  // namespace errand

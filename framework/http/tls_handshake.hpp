#pragma once

#include <memory>
#include <string>

#include "http/deadline.hpp"
#include "http/http_url.hpp"

namespace Poco::Net {
class StreamSocket;
}

namespace errand {

/// Makes connections secure: TLS 1.2 or newer, the certificate checked up to a trusted authority and against the
/// host's name, always.
///
/// Thread-safety: secure() may be called concurrently.
class TlsHandshake {
public:
    /// `ca_location` is a PEM file or a hashed directory. It is read at the first handshake, not before.
    explicit TlsHandshake(std::string ca_location);
    ~TlsHandshake();

    /// Shakes hands over `connected`, a socket that does not block, and returns the socket to use from then on.
    /// \throws CertificateRefused saying what is wrong with the certificate; ServiceUnreachable when the peer speaks no
    /// TLS that will do; Poco::Exception when it breaks the connection; DeadlinePassed; CommandError (configuration)
    /// when the authorities cannot be read.
    Poco::Net::StreamSocket secure(const Poco::Net::StreamSocket& connected, const HttpUrl& url,
                                   const Deadline& deadline);

private:
    struct Context;
    Context& context();

    const std::string ca_location_;
    std::unique_ptr<Context> context_;
};

}  // namespace errand

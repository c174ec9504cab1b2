#pragma once

#include <chrono>
#include <optional>

#include "http/certificate_objection.hpp"
#include "http/http_client_settings.hpp"
#include "http/http_url.hpp"

namespace errand {

/// What a server shows of itself in a TLS handshake. A value.
struct ShownCertificate {
    /// What a client would refuse it for. Nothing: it is trusted.
    std::optional<CertificateObjection> objection;
    /// The end of the first certificate to end: of the chain up to the authority if it is trusted, else of the
    /// server's own.
    std::chrono::sys_seconds not_after;
};

/// Shakes hands with the host and port of `url`, sends nothing, and tells what was shown, be it to be trusted or not.
/// Trusts the authorities of `settings`.
/// \param patience for connecting and the handshake together; the resolver has its own limits
/// \throws ServiceUnreachable saying what to check when no certificate was shown; CommandError (configuration) when the
/// authorities cannot be read.
ShownCertificate look_at_certificate(const HttpUrl& url, const HttpClientSettings& settings,
                                     std::chrono::milliseconds patience);

}  // namespace errand

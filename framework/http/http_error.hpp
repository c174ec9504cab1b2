#pragma once

#include <string>

#include "errand/error.hpp"

namespace errand {

/// What kept an exchange from a complete answer.
enum class Failure {
    /// The host's name has no address.
    unresolved,
    /// No connection to the server or to the proxy before it, or none in time.
    unconnected,
    /// No TLS handshake, or none in time.
    insecure,
    /// A certificate was refused: the server's here, or this client's there.
    certificate,
    /// The proxy does not let this client through.
    proxy_refusal,
    /// The request went out, and the answer did not come in time.
    late,
    /// The connection or the answer broke off.
    broken,
    /// What came is no answer that errand takes: not HTTP, too large, or in an unknown coding.
    malformed,
};

/// An exchange brought no complete answer. Carries what a retry policy must know.
class ExchangeFailed : public ServiceUnreachable {
public:
    ExchangeFailed(const std::string& message, Failure failure, bool was_sent = false)
        : ServiceUnreachable(message), failure_(failure), was_sent_(was_sent) {}

    Failure failure() const { return failure_; }
    /// False when not a byte of the request left, so that sending it again cannot do anything twice.
    bool was_sent() const { return was_sent_; }

private:
    Failure failure_;
    bool was_sent_;
};

}  // namespace errand

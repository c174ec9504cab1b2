#pragma once

#include <string>

#include "errand/error.hpp"

namespace errand {

/// An exchange brought no complete answer. Carries what a retry policy must know.
class ExchangeFailed : public ServiceUnreachable {
public:
    ExchangeFailed(const std::string& message, bool was_sent) : ServiceUnreachable(message), was_sent_(was_sent) {}

    /// False when not a byte of the request left, so that sending it again cannot do anything twice.
    bool was_sent() const { return was_sent_; }

private:
    bool was_sent_;
};

/// The server's certificate is not to be trusted. Trying again cannot help.
class CertificateRefused : public ServiceUnreachable {
public:
    using ServiceUnreachable::ServiceUnreachable;
};

}  // namespace errand

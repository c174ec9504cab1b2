#include "http/tls_sessions.hpp"

namespace errand {

void TlsSessions::keep(const std::string& origin, SslSessionPointer session) {
    constexpr std::size_t kMostOrigins = 64;
    const std::lock_guard lock(mutex_);
    if (newest_.size() >= kMostOrigins && newest_.count(origin) == 0) newest_.erase(newest_.begin());
    newest_[origin] = std::move(session);
}

SslSessionPointer TlsSessions::take(const std::string& origin) {
    const std::lock_guard lock(mutex_);
    const auto found = newest_.find(origin);
    if (found == newest_.end()) return nullptr;
    SslSessionPointer& newest = found->second;
    if (SSL_SESSION_get_protocol_version(newest.get()) >= TLS1_3_VERSION) {
        SslSessionPointer taken = std::move(newest);
        newest_.erase(found);
        return taken;
    }
    SSL_SESSION_up_ref(newest.get());
    return SslSessionPointer(newest.get());
}

}  // namespace errand

#pragma once

#include <map>
#include <mutex>
#include <string>

#include "http/openssl_pointer.hpp"

namespace errand {

/// What servers gave out so that the next connection to them need not begin from nothing: by origin, the newest.
///
/// Thread-safety: all members may be called concurrently.
class TlsSessions {
public:
    void keep(const std::string& origin, SslSessionPointer session);

    /// Nothing when there is none. One of TLS 1.3 is given out once, so that nobody can link two connections by it.
    /// Source: RFC 8446 appendix C.4.
    SslSessionPointer take(const std::string& origin);

private:
    std::mutex mutex_;
    std::map<std::string, SslSessionPointer> newest_;
};

}  // namespace errand

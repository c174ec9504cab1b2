#pragma once

#include <openssl/ssl.h>

#include <string>

namespace errand {

/// Says why a handshake that did not succeed did not: by the certificate that was refused, else by OpenSSL's error
/// queue of this thread.
/// \throws ExchangeFailed, always.
[[noreturn]] void throw_handshake_failure(const SSL& ssl, const std::string& peer);

/// Says why an established connection failed, by OpenSSL's error queue of this thread. In TLS 1.3 a server refuses the
/// client's certificate only after the handshake.
/// \throws ExchangeFailed, always.
[[noreturn]] void throw_broken(const std::string& peer);

}  // namespace errand

#pragma once

#include <openssl/ssl.h>

#include <string>

namespace errand {

/// Whom the server's certificate must be for: a name or an address. Names are also sent to the server, which may have
/// one certificate for each. \throws Error for what cannot be compared with a certificate.
void expect_host(SSL& ssl, const std::string& host);

}  // namespace errand

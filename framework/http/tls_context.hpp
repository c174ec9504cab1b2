#pragma once

#include "http/http_client_settings.hpp"
#include "http/openssl_pointer.hpp"

namespace errand {

/// A client's side of TLS 1.2 or newer, which trusts the authorities of `settings` and no others, and shows the client
/// certificate of `settings` to a server that asks for one.
/// \throws CommandError (configuration) naming the file that cannot be used, and the remedy.
SslContextPointer make_tls_context(const HttpClientSettings& settings);

}  // namespace errand

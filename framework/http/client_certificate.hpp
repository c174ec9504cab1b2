#pragma once

#include <filesystem>

#include "http/openssl_pointer.hpp"

namespace errand {

/// Has `context` show a certificate to servers that ask for one, which is how a client proves who it is by mutual TLS.
/// The certificate's PEM file may hold the authorities between it and a root, too. The key must not be encrypted, and
/// its PEM file must be one that nobody but its owner, root or this user, may touch.
/// \throws CommandError (configuration) naming the file that cannot be used, and the remedy.
/// Source: RFC 8705 section 2.
void show_certificate(SSL_CTX& context, const std::filesystem::path& certificate_file,
                      const std::filesystem::path& key_file);

}  // namespace errand

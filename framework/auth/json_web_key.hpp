#pragma once

#include <memory>
#include <string_view>

#include <openssl/evp.h>

namespace errand {

struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using PrivateKey = std::unique_ptr<EVP_PKEY, FreeKey>;

/// The private key in a JSON Web Key of type RSA, with or without its prime factors, or EC on P-256.
/// \throws BadKey saying which member is missing or wrong, never its value.
/// Source: RFC 7517; RFC 7518 sections 6.2 and 6.3.
PrivateKey parse_json_web_key(std::string_view text);

}  // namespace errand

#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "errand/error.hpp"
#include "errand/secret.hpp"

namespace errand {

/// How a JSON Web Token is signed. Source: RFC 7518 sections 3.3 to 3.5.
enum class SignatureAlgorithm { rs256, ps256, es256 };

/// `RS256`, `PS256`, `ES256`.
const char* name_of(SignatureAlgorithm algorithm);

/// A text is no private key, or none for the algorithm. The message is a half-sentence and never shows a part of it.
class BadKey : public Error {
public:
    using Error::Error;
};

/// An RSA or P-256 private key.
///
/// Thread-safety: sign() may be called concurrently.
class SigningKey {
public:
    /// A PEM file's text (PKCS #8, PKCS #1 or SEC 1, not encrypted) or a JSON Web Key's (RFC 7517).
    /// \throws BadKey
    explicit SigningKey(const Secret& text);
    ~SigningKey();

    /// The signature in the form that JSON Web Signatures have.
    /// \throws BadKey if the key is of another kind than the algorithm's.
    std::string sign(SignatureAlgorithm algorithm, std::string_view bytes) const;

private:
    struct Key;
    std::unique_ptr<Key> key_;
};

}  // namespace errand

#pragma once

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <memory>
#include <string>

#include "auth/base64.hpp"
#include "auth/json_web_key.hpp"
#include "auth/signing_key.hpp"

namespace errand::testing {

enum class KeyKind { rsa, p256 };

/// A key that is made for one test.
struct KeyPair {
    PrivateKey key;
    /// PKCS #8.
    std::string pem;
    std::string jwk;
};

inline std::string number_of(EVP_PKEY* key, const char* name) {
    BIGNUM* number = nullptr;
    EVP_PKEY_get_bn_param(key, name, &number);
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
    BN_bn2bin(number, reinterpret_cast<unsigned char*>(bytes.data()));
    BN_clear_free(number);
    return bytes;
}

inline std::string padded(std::string bytes) { return std::string(32 - bytes.size(), '\0') + bytes; }

inline std::string pem_of(EVP_PKEY* key) {
    BIO* bio = BIO_new(BIO_s_mem());
    PEM_write_bio_PKCS8PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio, &text);
    std::string pem(text, static_cast<std::size_t>(size));
    BIO_free(bio);
    return pem;
}

inline std::string jwk_of(EVP_PKEY* key, KeyKind kind) {
    const auto member = [&](const char* name, const std::string& bytes) {
        return std::string(", \"") + name + "\": \"" + base64url(bytes) + "\"";
    };
    if (kind == KeyKind::rsa)
        return R"({"kty": "RSA")" + member("n", number_of(key, "n")) + member("e", number_of(key, "e")) +
               member("d", number_of(key, "d")) + "}";
    return R"({"kty": "EC", "crv": "P-256")" + member("x", padded(number_of(key, "qx"))) +
           member("y", padded(number_of(key, "qy"))) + member("d", padded(number_of(key, "priv"))) + "}";
}

inline KeyPair make_key(KeyKind kind) {
    PrivateKey key(kind == KeyKind::rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256"));
    std::string pem = pem_of(key.get());
    std::string jwk = jwk_of(key.get(), kind);
    return {std::move(key), std::move(pem), std::move(jwk)};
}

/// The two numbers of a signature, as OpenSSL has them.
inline std::string as_asn1(const std::string& signature) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(signature.data());
    ECDSA_SIG* numbers = ECDSA_SIG_new();
    ECDSA_SIG_set0(numbers, BN_bin2bn(bytes, 32, nullptr), BN_bin2bn(bytes + 32, 32, nullptr));
    unsigned char* asn1 = nullptr;
    const int size = i2d_ECDSA_SIG(numbers, &asn1);
    std::string text(reinterpret_cast<char*>(asn1), static_cast<std::size_t>(size));
    OPENSSL_free(asn1);
    ECDSA_SIG_free(numbers);
    return text;
}

inline bool verifies(const KeyPair& pair, SignatureAlgorithm algorithm, const std::string& text,
                     std::string signature) {
    if (algorithm == SignatureAlgorithm::es256) {
        if (signature.size() != 64) return false;
        signature = as_asn1(signature);
    }
    EVP_MD_CTX* digest = EVP_MD_CTX_new();
    EVP_PKEY_CTX* context = nullptr;
    EVP_DigestVerifyInit(digest, &context, EVP_sha256(), nullptr, pair.key.get());
    if (algorithm == SignatureAlgorithm::ps256) EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING);
    const int result =
        EVP_DigestVerify(digest, reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                         reinterpret_cast<const unsigned char*>(text.data()), text.size());
    EVP_MD_CTX_free(digest);
    return result == 1;
}

}  // namespace errand::testing

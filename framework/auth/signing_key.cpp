#include "auth/signing_key.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <array>

#include "auth/json_web_key.hpp"
#include "http/openssl_pointer.hpp"

namespace errand {

namespace {

/// There is nobody to ask for a passphrase.
int no_passphrase(char* /*buffer*/, int /*size*/, int /*is_writing*/, void* /*data*/) { return -1; }

PrivateKey parse_pem(std::string_view text) {
    const BioPointer bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    PrivateKey key(PEM_read_bio_PrivateKey(bio.get(), nullptr, &no_passphrase, nullptr));
    if (!key) throw BadKey("holds no private key that can be read; it must be PEM without a passphrase");
    return key;
}

PrivateKey parse_key(std::string_view text) {
    return text.find("-----BEGIN ") == std::string_view::npos ? parse_json_web_key(text) : parse_pem(text);
}

bool fits(const EVP_PKEY* key, SignatureAlgorithm algorithm) {
    if (algorithm != SignatureAlgorithm::es256) return EVP_PKEY_base_id(key) == EVP_PKEY_RSA;
    constexpr int kP256Bits = 256;
    return EVP_PKEY_base_id(key) == EVP_PKEY_EC && EVP_PKEY_bits(key) == kP256Bits;
}

/// JSON Web Signatures have the two numbers side by side, OpenSSL has them as ASN.1. Source: RFC 7518 section 3.4.
std::string side_by_side(const std::string& asn1) {
    constexpr int kNumber = 32;
    const auto* at = reinterpret_cast<const unsigned char*>(asn1.data());
    const std::unique_ptr<ECDSA_SIG, OpensslFree<ECDSA_SIG_free>> parsed(
        d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(asn1.size())));
    std::array<unsigned char, std::size_t{2}* kNumber> bytes = {};
    if (!parsed || BN_bn2binpad(ECDSA_SIG_get0_r(parsed.get()), bytes.data(), kNumber) != kNumber ||
        BN_bn2binpad(ECDSA_SIG_get0_s(parsed.get()), bytes.data() + kNumber, kNumber) != kNumber)
        throw BadKey("cannot sign");
    return {bytes.begin(), bytes.end()};
}

bool use_pss(EVP_PKEY_CTX* context) {
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

}  // namespace

struct SigningKey::Key {
    PrivateKey key;
};

const char* name_of(SignatureAlgorithm algorithm) {
    constexpr std::array kNames = {"RS256", "PS256", "ES256"};
    return kNames.at(static_cast<std::size_t>(algorithm));
}

SigningKey::SigningKey(const Secret& text) : key_(std::make_unique<Key>(Key{parse_key(text.reveal())})) {}

SigningKey::~SigningKey() = default;

std::string SigningKey::sign(SignatureAlgorithm algorithm, std::string_view bytes) const {
    EVP_PKEY* key = key_->key.get();
    if (!fits(key, algorithm)) throw BadKey(std::string("is of another kind than ") + name_of(algorithm) + " takes");
    const std::unique_ptr<EVP_MD_CTX, OpensslFree<EVP_MD_CTX_free>> digest(EVP_MD_CTX_new());
    EVP_PKEY_CTX* context = nullptr;
    const auto* begin = reinterpret_cast<const unsigned char*>(bytes.data());
    std::size_t size = 0;
    if (EVP_DigestSignInit(digest.get(), &context, EVP_sha256(), nullptr, key) != 1 ||
        (algorithm == SignatureAlgorithm::ps256 && !use_pss(context)) ||
        EVP_DigestSign(digest.get(), nullptr, &size, begin, bytes.size()) != 1)
        throw BadKey("cannot sign");
    std::string signature(size, '\0');
    if (EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, begin, bytes.size()) !=
        1)
        throw BadKey("cannot sign");
    signature.resize(size);
    return algorithm == SignatureAlgorithm::es256 ? side_by_side(signature) : signature;
}

}  // namespace errand

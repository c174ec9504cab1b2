#include "signature.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "errand/error.hpp"

namespace errand::webhook {

std::string hmac_sha256(const Secret& key, std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned int size = 0;
    const std::string_view bytes = key.reveal();
    if (::HMAC(::EVP_sha256(), bytes.data(), static_cast<int>(bytes.size()),
               reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size) == nullptr)
        throw Error("the signature cannot be computed");
    std::string hex;
    for (unsigned int i = 0; i < size; ++i) {
        constexpr char kDigits[] = "0123456789abcdef";
        hex += kDigits[digest[i] >> 4];
        hex += kDigits[digest[i] & 0xF];
    }
    return hex;
}

std::string body_signature(const Secret& key, std::string_view body) { return "sha256=" + hmac_sha256(key, body); }

std::string timed_signature(const Secret& key, std::string_view body, std::chrono::system_clock::time_point now) {
    const std::string seconds =
        std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
    return "t=" + seconds + ",v1=" + hmac_sha256(key, seconds + '.' + std::string(body));
}

}  // namespace errand::webhook

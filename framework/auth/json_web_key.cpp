#include "auth/json_web_key.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include <array>
#include <string>
#include <vector>

#include "auth/base64.hpp"
#include "auth/signing_key.hpp"
#include "errand/json.hpp"
#include "http/openssl_pointer.hpp"

namespace errand {

namespace {

using Number = std::unique_ptr<BIGNUM, OpensslFree<BN_clear_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, OpensslFree<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, OpensslFree<OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, OpensslFree<EVP_PKEY_CTX_free>>;

std::string key_text(const Value& key, const char* name) {
    const Value* found = key.find(name);
    if (!found || !found->is_text()) throw BadKey(std::string("has no '") + name + "' that is text");
    return found->text();
}

std::string key_bytes(const Value& key, const char* name) {
    try {
        return from_base64url(key_text(key, name));
    } catch (const BadKey&) {
        throw;
    } catch (const Error&) {
        throw BadKey(std::string("has a '") + name + "' that is not base64url");
    }
}

/// What a key is made of, in the form that OpenSSL takes. The numbers live as long as they are needed.
class KeyParams {
public:
    void add_text(const char* name, const char* text) {
        OSSL_PARAM_BLD_push_utf8_string(builder_.get(), name, text, 0);
    }
    void add_bytes(const char* name, const std::string& bytes) {
        kept_.push_back(bytes);
        OSSL_PARAM_BLD_push_octet_string(builder_.get(), name, kept_.back().data(), kept_.back().size());
    }
    void add_number(const char* name, const std::string& bytes) {
        const auto* digits = reinterpret_cast<const unsigned char*>(bytes.data());
        numbers_.emplace_back(BN_bin2bn(digits, static_cast<int>(bytes.size()), nullptr));
        OSSL_PARAM_BLD_push_BN(builder_.get(), name, numbers_.back().get());
    }

    PrivateKey make(const char* type) const {
        const Params params(OSSL_PARAM_BLD_to_param(builder_.get()));
        const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
        EVP_PKEY* key = nullptr;
        const bool is_made = params && context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
                             EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, params.get()) == 1;
        if (!is_made) throw BadKey("has numbers that do not make a key");
        return PrivateKey(key);
    }

private:
    const Builder builder_{OSSL_PARAM_BLD_new()};
    std::vector<Number> numbers_;
    std::vector<std::string> kept_;
};

PrivateKey rsa_key(const Value& key) {
    KeyParams params;
    params.add_number(OSSL_PKEY_PARAM_RSA_N, key_bytes(key, "n"));
    params.add_number(OSSL_PKEY_PARAM_RSA_E, key_bytes(key, "e"));
    params.add_number(OSSL_PKEY_PARAM_RSA_D, key_bytes(key, "d"));
    constexpr std::array<std::pair<const char*, const char*>, 5> kFactors = {{
        {"p", OSSL_PKEY_PARAM_RSA_FACTOR1},
        {"q", OSSL_PKEY_PARAM_RSA_FACTOR2},
        {"dp", OSSL_PKEY_PARAM_RSA_EXPONENT1},
        {"dq", OSSL_PKEY_PARAM_RSA_EXPONENT2},
        {"qi", OSSL_PKEY_PARAM_RSA_COEFFICIENT1},
    }};
    // All or none of them: RFC 7518 section 6.3.2.
    if (key.find("p"))
        for (const auto& [member, name] : kFactors) params.add_number(name, key_bytes(key, member));
    return params.make("RSA");
}

PrivateKey ec_key(const Value& key) {
    constexpr std::size_t kCoordinate = 32;
    if (key_text(key, "crv") != "P-256") throw BadKey("is on another curve than P-256, which is all that ES256 has");
    const std::string x = key_bytes(key, "x");
    const std::string y = key_bytes(key, "y");
    if (x.size() != kCoordinate || y.size() != kCoordinate) throw BadKey("has a coordinate that is not of 32 bytes");
    KeyParams params;
    params.add_text(OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1");
    params.add_bytes(OSSL_PKEY_PARAM_PUB_KEY, '\x04' + x + y);
    params.add_number(OSSL_PKEY_PARAM_PRIV_KEY, key_bytes(key, "d"));
    return params.make("EC");
}

}  // namespace

PrivateKey parse_json_web_key(std::string_view text) {
    Value key;
    try {
        key = parse_json(text);
    } catch (const JsonError&) {
        throw BadKey("is neither PEM nor JSON");
    }
    if (!key.is_map()) throw BadKey("is no JSON object");
    const std::string type = key_text(key, "kty");
    if (type == "RSA") return rsa_key(key);
    if (type == "EC") return ec_key(key);
    throw BadKey("has a 'kty' other than RSA and EC");
}

}  // namespace errand

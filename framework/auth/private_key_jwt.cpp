#include "auth/private_key_jwt.hpp"

#include <sys/random.h>

#include <array>

#include "auth/base64.hpp"
#include "base/error.hpp"
#include "errand/json.hpp"

namespace errand {

namespace {

constexpr std::chrono::seconds kLifetime(60);

std::string unique_id() {
    std::array<char, 16> random = {};
    if (getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size()))
        throw system_error("getrandom");
    return base64url({random.data(), random.size()});
}

class PrivateKeyJwt final : public ClientAuthentication {
public:
    PrivateKeyJwt(JwtClient client, const Clock& clock) : client_(std::move(client)), clock_(clock) {}

    Secret sign(FormRequest& form) const override {
        Secret key = client_.key();
        form.fields.emplace_back("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.fields.emplace_back("client_assertion", token_for(form.url, key));
        return key;
    }
    std::string identity() const override {
        return "private_key_jwt " + std::to_string(static_cast<int>(client_.algorithm)) + ' ' + client_.key_id + ' ' +
               client_.audience;
    }
    bool is_used_up() const override { return true; }

private:
    std::string token_for(const std::string& url, const Secret& key) const {
        const std::string signed_part = base64url(to_json(header())) + '.' + base64url(to_json(claims(url)));
        try {
            return signed_part + '.' + base64url(SigningKey(key).sign(client_.algorithm, signed_part));
        } catch (const BadKey& error) {
            throw CommandError(ExitCode::configuration,
                               "the private key of client '" + client_.client_id + "' " + error.what());
        }
    }

    Value header() const {
        Value::Map header = {{"alg", name_of(client_.algorithm)}, {"typ", "JWT"}};
        if (!client_.key_id.empty()) header["kid"] = client_.key_id;
        return header;
    }

    Value claims(const std::string& url) const {
        const auto now = std::chrono::floor<std::chrono::seconds>(clock_.now().time_since_epoch());
        return Value::Map{{"iss", client_.client_id},
                          {"sub", client_.client_id},
                          {"aud", client_.audience.empty() ? url : client_.audience},
                          {"jti", unique_id()},
                          {"iat", static_cast<std::int64_t>(now.count())},
                          {"exp", static_cast<std::int64_t>((now + kLifetime).count())}};
    }

    const JwtClient client_;
    const Clock& clock_;
};

}  // namespace

std::unique_ptr<ClientAuthentication> private_key_jwt(JwtClient client, const Clock& clock) {
    return std::make_unique<PrivateKeyJwt>(std::move(client), clock);
}

}  // namespace errand

#include "auth/client_authentication.hpp"

#include "auth/base64.hpp"
#include "auth/form_encoding.hpp"
#include "base/error.hpp"
#include "base/logger.hpp"

namespace errand {

namespace {

class ClientSecretBasic final : public ClientAuthentication {
public:
    ClientSecretBasic(std::string client_id, SecretSource secret, BasicEncoding encoding)
        : client_id_(std::move(client_id)), secret_(std::move(secret)), encoding_(encoding) {}

    Secret sign(FormRequest& form) const override {
        if (encoding_ == BasicEncoding::raw && client_id_.find(':') != std::string::npos)
            throw CommandError(ExitCode::configuration, "the client id '" + printable(client_id_, 64) +
                                                            "' holds a colon, which ends it where credentials go out "
                                                            "raw");
        Secret secret = secret_();
        form.headers.add("Authorization",
                         "Basic " + base64(encoded(client_id_) + ':' + encoded(std::string(secret.reveal()))));
        return secret;
    }
    std::string identity() const override {
        return encoding_ == BasicEncoding::raw ? "client_secret_basic, raw" : "client_secret_basic, form";
    }

private:
    std::string encoded(const std::string& part) const {
        return encoding_ == BasicEncoding::form ? form_encoded(part) : part;
    }

    const std::string client_id_;
    const SecretSource secret_;
    const BasicEncoding encoding_;
};

class ClientSecretPost final : public ClientAuthentication {
public:
    ClientSecretPost(std::string client_id, SecretSource secret)
        : client_id_(std::move(client_id)), secret_(std::move(secret)) {}

    Secret sign(FormRequest& form) const override {
        Secret secret = secret_();
        form.fields.emplace_back("client_id", client_id_);
        form.fields.emplace_back("client_secret", secret.reveal());
        return secret;
    }
    std::string identity() const override { return "client_secret_post"; }

private:
    const std::string client_id_;
    const SecretSource secret_;
};

class TlsClientAuth final : public ClientAuthentication {
public:
    TlsClientAuth(std::string client_id, std::string certificate_file)
        : client_id_(std::move(client_id)), certificate_file_(std::move(certificate_file)) {}

    Secret sign(FormRequest& form) const override {
        form.fields.emplace_back("client_id", client_id_);
        return {};
    }
    std::string identity() const override { return "tls_client_auth " + certificate_file_; }

private:
    const std::string client_id_;
    const std::string certificate_file_;
};

}  // namespace

std::unique_ptr<ClientAuthentication> client_secret_basic(std::string client_id, SecretSource secret,
                                                          BasicEncoding encoding) {
    return std::make_unique<ClientSecretBasic>(std::move(client_id), std::move(secret), encoding);
}

std::unique_ptr<ClientAuthentication> client_secret_post(std::string client_id, SecretSource secret) {
    return std::make_unique<ClientSecretPost>(std::move(client_id), std::move(secret));
}

std::unique_ptr<ClientAuthentication> tls_client_auth(std::string client_id, std::string certificate_file) {
    return std::make_unique<TlsClientAuth>(std::move(client_id), std::move(certificate_file));
}

}  // namespace errand

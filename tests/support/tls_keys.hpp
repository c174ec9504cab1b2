#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace errand::testing {

/// Throw-away keys and certificates, made with the openssl command in a directory that goes away with this object.
///
/// Each name `x` is a pair of PEM files, key(x) and certificate(x): `ca`; `good`, for localhost and 127.0.0.1;
/// `other_host`; `expired`; `self_signed`, for 127.0.0.1 too; `client`. key("client_encrypted") is the client's key
/// with a password.
class TlsKeys {
public:
    TlsKeys() {
        std::string name = (std::filesystem::temp_directory_path() / "errand-keys-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error("no directory for keys");
        directory_ = name;
        try {
            make_all();
        } catch (...) {
            std::filesystem::remove_all(directory_);
            throw;
        }
    }
    ~TlsKeys() {
        std::error_code ignored;
        std::filesystem::remove_all(directory_, ignored);
    }
    TlsKeys(const TlsKeys&) = delete;
    TlsKeys& operator=(const TlsKeys&) = delete;

    std::string key(const std::string& name) const { return (directory_ / (name + ".key")).string(); }
    std::string certificate(const std::string& name) const { return (directory_ / (name + ".pem")).string(); }

private:
    void make_all() const {
        std::ofstream(directory_ / "local.ext") << "subjectAltName=DNS:localhost,IP:127.0.0.1\n";
        std::ofstream(directory_ / "other.ext") << "subjectAltName=DNS:other.example\n";
        openssl("req -x509 " + kNewKey + " -keyout ca.key -out ca.pem -days 2 -subj '/CN=errand test CA'");
        openssl("req -x509 " + kNewKey + " -keyout self_signed.key -out self_signed.pem -days 2 -subj /CN=localhost" +
                " -addext subjectAltName=DNS:localhost,IP:127.0.0.1");
        sign("good", "local.ext", "-days 2");
        sign("other_host", "other.ext", "-days 2");
        sign("expired", "local.ext", "-days -1");
        sign("client", "local.ext", "-days 2");
        openssl("pkcs8 -topk8 -passout pass:secret -in client.key -out client_encrypted.key");
    }

    void sign(const std::string& name, const std::string& extensions, const std::string& validity) const {
        openssl("req " + kNewKey + " -keyout " + name + ".key -out " + name + ".csr -subj /CN=localhost");
        openssl("x509 -req -in " + name + ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -out " + name + ".pem " +
                validity + " -extfile " + extensions);
    }

    void openssl(const std::string& arguments) const {
        const std::string command = "cd '" + directory_.string() + "' && openssl " + arguments + " >log 2>&1";
        if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl " + arguments + " failed");
    }

    inline static const std::string kNewKey = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";

    std::filesystem::path directory_;
};

}  // namespace errand::testing

#include "http/client_certificate.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <strings.h>

#include <new>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/private_file.hpp"

namespace errand {

namespace {

constexpr std::size_t kLargestKey = std::size_t{64} * 1024;

[[noreturn]] void refuse(const std::string& kind, const std::filesystem::path& path, const std::string& problem) {
    ERR_clear_error();
    throw CommandError(ExitCode::configuration, kind + " '" + path.string() + "' " + problem);
}

std::string read_key(const std::filesystem::path& path) {
    try {
        const UniqueFd fd = open_private_file(path, "the key file");
        return read_all(fd.get(), kLargestKey, path);
    } catch (const std::system_error& error) {
        const bool is_missing = error.code() == std::errc::no_such_file_or_directory;
        refuse("the key file", path,
               is_missing ? "does not exist; put the certificate's key there, with mode 0600"
                          : "cannot be read: " + error.code().message());
    }
}

/// OpenSSL would ask for a password at the terminal.
int has_no_password(char* /*buffer*/, int /*size*/, int /*is_for_writing*/, void* /*data*/) { return -1; }

KeyPointer parse_key(std::string& pem, const std::filesystem::path& path) {
    const BioPointer bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    if (!bio) throw std::bad_alloc();
    KeyPointer key(PEM_read_bio_PrivateKey(bio.get(), nullptr, &has_no_password, nullptr));
    const bool is_encrypted = pem.find("ENCRYPTED") != std::string::npos;
    explicit_bzero(pem.data(), pem.size());
    if (key) return key;
    refuse("the key file", path,
           is_encrypted ? "is encrypted, and errand has no password for it; take the password off: openssl pkey -in '" +
                              path.string() + "' -out NEW_FILE"
                        : "holds no private key in PEM form; put the certificate's key there");
}

}  // namespace

void show_certificate(SSL_CTX& context, const std::filesystem::path& certificate_file,
                      const std::filesystem::path& key_file) {
    if (SSL_CTX_use_certificate_chain_file(&context, certificate_file.c_str()) != 1)
        refuse("the certificate file", certificate_file,
               "cannot be read; name a PEM file with the client's certificate");
    std::string pem = read_key(key_file);
    const KeyPointer key = parse_key(pem, key_file);
    if (SSL_CTX_use_PrivateKey(&context, key.get()) != 1)
        refuse(
            "the key file", key_file,
            "does not fit the certificate in '" + certificate_file.string() + "'; name the two that belong together");
}

}  // namespace errand

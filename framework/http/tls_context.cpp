#include "http/tls_context.hpp"

#include <filesystem>
#include <new>

#include "base/error.hpp"
#include "http/client_certificate.hpp"

namespace errand {

namespace {

void trust(SSL_CTX& context, const std::string& location) {
    std::error_code is_elsewhere;
    const bool is_directory = std::filesystem::is_directory(location, is_elsewhere);
    const int is_read = is_directory ? SSL_CTX_load_verify_dir(&context, location.c_str())
                                     : SSL_CTX_load_verify_file(&context, location.c_str());
    if (is_read != 1)
        throw CommandError(ExitCode::configuration, "the certificate authorities at '" + location +
                                                        "' cannot be read; name a PEM file or a hashed directory");
}

}  // namespace

SslContextPointer make_tls_context(const HttpClientSettings& settings) {
    SslContextPointer context(SSL_CTX_new(TLS_client_method()));
    if (!context) throw std::bad_alloc();
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    trust(*context, settings.ca_file.empty() ? settings.ca_directory : settings.ca_file);
    if (!settings.certificate_file.empty()) show_certificate(*context, settings.certificate_file, settings.key_file);
    return context;
}

}  // namespace errand

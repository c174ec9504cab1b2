#include "http/own_certificate.hpp"

#include <new>

#include "http/certificate_end.hpp"
#include "http/client_certificate.hpp"

namespace errand {

std::chrono::sys_seconds end_of_own_certificate(const std::filesystem::path& certificate_file,
                                                const std::filesystem::path& key_file) {
    const SslContextPointer context(SSL_CTX_new(TLS_client_method()));
    if (!context) throw std::bad_alloc();
    show_certificate(*context, certificate_file, key_file);
    return end_of(*SSL_CTX_get0_certificate(context.get()));
}

}  // namespace errand

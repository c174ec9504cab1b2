#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "base/environment.hpp"
#include "errand/version.hpp"
#include "http/proxy.hpp"
#include "http/redirecting_http_client.hpp"

namespace errand {

/// The limits and the trust of one HttpClient.
struct HttpClientSettings {
    /// For one exchange as a whole: connecting, sending, and the answer to its last byte. Only the resolution of the
    /// host's name is bounded by the resolver's own limits.
    std::chrono::milliseconds timeout = std::chrono::seconds(60);
    /// For connecting to one address. This one and the next two never reach beyond `timeout`.
    std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);
    /// For the TLS handshake.
    std::chrono::milliseconds tls_timeout = std::chrono::seconds(10);
    /// From the request's last byte to the first of the answer.
    std::chrono::milliseconds first_byte_timeout = std::chrono::seconds(30);
    /// Of an answer's body, before and after it was unpacked.
    std::size_t max_response_bytes = std::size_t{32} << 20;
    /// The certificate authorities to trust: a PEM file, or a directory of certificates named by hash. Empty means
    /// `ca_directory`.
    std::string ca_file = {};
    /// A directory of certificates named by hash. Reading one of them takes 0.4 ms, the whole bundle file 15 ms.
    std::string ca_directory = "/etc/ssl/certs";
    /// What this client shows to a server that asks for a certificate: PEM files, both or none.
    std::string certificate_file = {};
    /// Not encrypted; refused when others than its owner may touch it.
    std::string key_file = {};
    Redirects redirects = Redirects::follow;
    /// For what is beyond this machine.
    ProxySettings proxy = {};
    /// Refuses everything beyond this machine, whatever the scheme.
    bool loopback_only = false;
    /// Becomes readable when whoever waits for an answer is to give up: send() then throws Cancelled. None if negative.
    int give_up_descriptor = -1;
    std::string user_agent = "errand/" ERRAND_VERSION;
};

/// `settings` with SSL_CERT_FILE and SSL_CERT_DIR, the variables of OpenSSL, in force; a `ca_file` that is already set
/// wins over both.
HttpClientSettings with_environment(HttpClientSettings settings, const EnvironmentLookup& environment);

}  // namespace errand

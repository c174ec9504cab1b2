#include "http/http_client_settings.hpp"

namespace errand {

HttpClientSettings with_environment(HttpClientSettings settings, const EnvironmentLookup& environment) {
    if (!settings.ca_file.empty()) return settings;
    const auto directory = environment("SSL_CERT_DIR");
    if (directory && !directory->empty()) settings.ca_directory = *directory;
    settings.ca_file = environment("SSL_CERT_FILE").value_or("");
    return settings;
}

}  // namespace errand

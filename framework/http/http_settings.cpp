#include "http/http_settings.hpp"

namespace errand {

HttpSettings with_environment(HttpSettings settings, const EnvironmentLookup& environment) {
    if (!settings.ca_file.empty()) return settings;
    const auto directory = environment("SSL_CERT_DIR");
    if (directory && !directory->empty()) settings.ca_directory = *directory;
    settings.ca_file = environment("SSL_CERT_FILE").value_or("");
    return settings;
}

}  // namespace errand

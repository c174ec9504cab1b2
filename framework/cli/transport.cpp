#include "cli/transport.hpp"

namespace errand {

HttpClientSettings transport_settings(const HttpDefaults& defaults, const Surroundings& surroundings) {
    HttpClientSettings http;
    http.timeout = defaults.timeout;
    http.ca_file = defaults.ca_file.string();
    return with_environment(std::move(http), surroundings.environment);
}

}  // namespace errand

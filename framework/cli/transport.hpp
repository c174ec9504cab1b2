#pragma once

#include "config/settings.hpp"
#include "config/surroundings.hpp"
#include "http/http_client_settings.hpp"

namespace errand {

/// How errand itself reaches services: as the configuration has it, and the environment where that says nothing.
HttpClientSettings transport_settings(const HttpDefaults& defaults, const Surroundings& surroundings);

}  // namespace errand

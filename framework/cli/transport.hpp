#pragma once

#include "base/logger.hpp"
#include "config/settings.hpp"
#include "config/surroundings.hpp"
#include "http/http_client_settings.hpp"
#include "protocol/messages.hpp"

namespace errand {

/// How errand itself reaches services: as the configuration has it, and the environment where that says nothing. Logs
/// which variable of the environment is in force. Its redirects are refused, for it sends credentials.
/// \throws CommandError (configuration) for a proxy that cannot be used, or whose file cannot be read.
HttpClientSettings transport_settings(const HttpDefaults& defaults, const Surroundings& surroundings, Logger& logger);

/// The same for tasks, which have no environment to read.
HttpLimits task_limits(const HttpClientSettings& settings, int retries);

}  // namespace errand

#pragma once

#include "base/logger.hpp"
#include "base/redactor.hpp"
#include "config/settings.hpp"
#include "config/surroundings.hpp"
#include "http/http_client_settings.hpp"
#include "protocol/messages.hpp"

namespace errand {

/// How errand itself reaches services: as the configuration has it, and the environment where that says nothing. Logs
/// which variable of the environment is in force. Its redirects are refused, for it sends credentials. `redactor` hides
/// the proxy's password from then on.
/// \throws CommandError (configuration) for a proxy that cannot be used, or whose file cannot be read.
HttpClientSettings transport_settings(const HttpDefaults& defaults, const Surroundings& surroundings, Logger& logger,
                                      Redactor& redactor);

/// For a client that shows a certificate. `settings` as they are when there is none.
HttpClientSettings with_certificate(HttpClientSettings settings, const std::string& certificate_file,
                                    const std::string& key_file);

/// The same for tasks, which have no environment to read.
HttpLimits task_limits(const HttpClientSettings& settings, int retries);

}  // namespace errand

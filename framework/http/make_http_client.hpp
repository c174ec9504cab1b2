#pragma once

#include <memory>

#include "base/clock.hpp"
#include "errand/http_client.hpp"
#include "http/http_client_settings.hpp"
#include "http/retrying_http_client.hpp"

namespace errand {

/// The client that errand uses and hands to tasks: redirecting, over authorizing, over retrying, over sockets. Making
/// it costs nothing.
///
/// `sleep` waits between tries; by `clock` when it is empty.
/// Lifetime: the clock outlives the client.
std::unique_ptr<HttpClient> make_http_client(HttpClientSettings settings, RetryPolicy policy, const Clock& clock,
                                             Sleep sleep = {});

}  // namespace errand

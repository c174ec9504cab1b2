#pragma once

#include <functional>
#include <memory>

#include "base/clock.hpp"
#include "errand/http_client.hpp"
#include "http/http_client_settings.hpp"
#include "http/retrying_http_client.hpp"

namespace errand {

/// A client around another one.
using HttpLayer = std::function<std::unique_ptr<HttpClient>(std::unique_ptr<HttpClient> inner)>;

/// The client that errand uses and hands to tasks: redirecting, over `above_signing` where there is one, over
/// authorizing, over retrying, over sockets. Making it costs nothing.
///
/// `sleep` waits between tries; by `clock` when it is empty.
/// Lifetime: the clock outlives the client.
std::unique_ptr<HttpClient> make_http_client(HttpClientSettings settings, RetryPolicy policy, const Clock& clock,
                                             Sleep sleep = {}, const HttpLayer& above_signing = {});

}  // namespace errand

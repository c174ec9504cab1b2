#include "http/make_http_client.hpp"

#include "base/random_fraction.hpp"
#include "http/authorizing_http_client.hpp"
#include "http/redirecting_http_client.hpp"
#include "http/socket_http_client.hpp"

namespace errand {

std::unique_ptr<HttpClient> make_http_client(HttpClientSettings settings, RetryPolicy policy, const Clock& clock,
                                             Sleep sleep, const HttpLayer& above_signing) {
    if (!sleep) sleep = [&clock](std::chrono::milliseconds duration) { clock.sleep_for(duration); };
    const Redirects redirects = settings.redirects;
    auto sockets = std::make_unique<SocketHttpClient>(std::move(settings));
    auto retrying = std::make_unique<RetryingHttpClient>(std::move(sockets), std::move(policy), clock, random_fraction,
                                                         std::move(sleep));
    std::unique_ptr<HttpClient> signing = std::make_unique<AuthorizingHttpClient>(std::move(retrying));
    if (above_signing) signing = above_signing(std::move(signing));
    return std::make_unique<RedirectingHttpClient>(std::move(signing), redirects);
}

}  // namespace errand

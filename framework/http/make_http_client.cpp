#include "http/make_http_client.hpp"

#include <random>

#include "http/authorizing_http_client.hpp"
#include "http/redirecting_http_client.hpp"
#include "http/socket_http_client.hpp"

namespace errand {

namespace {

double random_fraction() {
    thread_local std::minstd_rand engine(std::random_device{}());
    return std::uniform_real_distribution<double>(0.0, 1.0)(engine);
}

}  // namespace

std::unique_ptr<HttpClient> make_http_client(HttpClientSettings settings, RetryPolicy policy, const Clock& clock,
                                             Sleep sleep) {
    if (!sleep) sleep = [&clock](std::chrono::milliseconds duration) { clock.sleep_for(duration); };
    const Redirects redirects = settings.redirects;
    auto sockets = std::make_unique<SocketHttpClient>(std::move(settings));
    auto retrying = std::make_unique<RetryingHttpClient>(std::move(sockets), std::move(policy), clock, random_fraction,
                                                         std::move(sleep));
    auto authorizing = std::make_unique<AuthorizingHttpClient>(std::move(retrying));
    return std::make_unique<RedirectingHttpClient>(std::move(authorizing), redirects);
}

}  // namespace errand

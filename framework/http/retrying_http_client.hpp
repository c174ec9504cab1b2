#pragma once

#include <functional>
#include <memory>

#include "base/clock.hpp"
#include "errand/http_client.hpp"
#include "http/retry_policy.hpp"

namespace errand {

/// Where a wait between two tries comes from, and what may end it: it may throw, such as Cancelled.
using Sleep = std::function<void(std::chrono::milliseconds)>;
/// A number from 0 to below 1.
using Random = std::function<double()>;

/// Sends again what failed in passing, as the policy has it.
///
/// A repeatable request is sent again after an answer or a failure that the policy lists; any other only when it never
/// left. A Retry-After is waited for, and the policy's random wait comes on top, since whoever was told the same time
/// must not come back at the same time; when that reaches beyond the policy's total, the answer is returned at once.
/// After the last try an answer is returned as it is; an exception says `after 5 tries`.
/// Thread-safety: send() may be called concurrently if `sleep` and `random` may.
/// Lifetime: the clock outlives it.
class RetryingHttpClient final : public HttpClient {
public:
    RetryingHttpClient(std::unique_ptr<HttpClient> inner, RetryPolicy policy, const Clock& clock, Random random,
                       Sleep sleep)
        : inner_(std::move(inner)),
          policy_(std::move(policy)),
          clock_(clock),
          random_(std::move(random)),
          sleep_(std::move(sleep)) {}

    HttpResponse send(const HttpRequest& request) override;

private:
    class Tries;

    const std::unique_ptr<HttpClient> inner_;
    const RetryPolicy policy_;
    const Clock& clock_;
    const Random random_;
    const Sleep sleep_;
};

}  // namespace errand

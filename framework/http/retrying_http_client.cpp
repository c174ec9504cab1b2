#include "http/retrying_http_client.hpp"

#include <algorithm>
#include <optional>

#include "http/retry_after.hpp"

namespace errand {

namespace {

using std::chrono::milliseconds;

}  // namespace

/// Counts the tries of one request and waits between them.
class RetryingHttpClient::Tries {
public:
    Tries(const RetryingHttpClient& client, const HttpRequest& request)
        : client_(client), end_(std::min(client.clock_.steady_now() + client.policy_.total, request.deadline)) {}

    /// ` (after 3 tries)`, for messages; empty when there was one.
    std::string remark() const { return count_ > 1 ? " (after " + std::to_string(count_) + " tries)" : ""; }

    /// False, at once, when no further try may be made; true after the wait for it, which is `least` and some more.
    bool wait_for_next(milliseconds least = milliseconds(0)) {
        if (count_ > client_.policy_.max_retries) return false;
        const milliseconds wait = least + jittered();
        if (client_.clock_.steady_now() + wait >= end_) return false;
        client_.sleep_(wait);
        ++count_;
        return true;
    }

private:
    milliseconds jittered() const {
        const RetryPolicy& policy = client_.policy_;
        const milliseconds longest =
            std::min<milliseconds>(policy.longest_wait, policy.base_wait * (1LL << std::min(count_ - 1, 30)));
        return milliseconds(static_cast<milliseconds::rep>(static_cast<double>(longest.count()) * client_.random_()));
    }

    const RetryingHttpClient& client_;
    /// No try starts later.
    const Clock::SteadyTime end_;
    int count_ = 1;
};

HttpResponse RetryingHttpClient::send(const HttpRequest& request) {
    Tries tries(*this, request);
    for (;;) {
        try {
            HttpResponse response = inner_->send(request);
            if (policy_.statuses.count(response.status) == 0 || !is_repeatable(request)) return response;
            const auto asked = retry_after(response.headers, clock_.now());
            if (!tries.wait_for_next(asked.value_or(milliseconds(0)))) return response;
        } catch (const ExchangeFailed& error) {
            const bool may_pass = policy_.failures.count(error.failure()) > 0;
            const bool may_repeat = is_repeatable(request) || !error.was_sent();
            if (!may_pass || !may_repeat || !tries.wait_for_next())
                throw ExchangeFailed(error.what() + tries.remark(), error.failure(), error.was_sent());
        }
    }
}

}  // namespace errand

#include "http/retrying_http_client.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "http/http_error.hpp"

namespace errand {

namespace {

using std::chrono::milliseconds;

/// The seconds of a Retry-After; nothing for a date, which would need the server's clock to agree with ours.
/// Source: RFC 9110 section 10.2.3.
std::optional<milliseconds> retry_after(const HttpResponse& response) {
    const auto field = response.headers.find("Retry-After");
    std::uint32_t seconds = 0;
    if (!field) return std::nullopt;
    const auto [end, error] = std::from_chars(field->data(), field->data() + field->size(), seconds);
    if (error != std::errc() || end != field->data() + field->size()) return std::nullopt;
    return std::chrono::seconds(seconds);
}

}  // namespace

/// Counts the tries of one request and waits between them.
class RetryingHttpClient::Tries {
public:
    explicit Tries(const RetryingHttpClient& client) : client_(client), start_(client.clock_.steady_now()) {}

    int count() const { return count_; }

    /// False, at once, when no further try may be made; true after the wait for it.
    bool wait_for_next(std::optional<milliseconds> asked = std::nullopt) {
        if (count_ > client_.policy_.max_retries) return false;
        const milliseconds wait = asked.value_or(jittered());
        if (client_.clock_.steady_now() - start_ + wait >= client_.policy_.total) return false;
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
    const Clock::SteadyTime start_;
    int count_ = 1;
};

HttpResponse RetryingHttpClient::send(const HttpRequest& request) {
    Tries tries(*this);
    const auto with_count = [&](const Error& error) {
        return error.what() + (tries.count() > 1 ? " (after " + std::to_string(tries.count()) + " tries)" : "");
    };
    for (;;) {
        try {
            HttpResponse response = inner_->send(request);
            if (!is_passing(response.status) || !is_repeatable(request)) return response;
            if (!tries.wait_for_next(retry_after(response))) return response;
        } catch (const CertificateRefused&) {
            throw;
        } catch (const ExchangeFailed& error) {
            const bool may_repeat = is_repeatable(request) || !error.was_sent();
            if (!may_repeat || !tries.wait_for_next()) throw ExchangeFailed(with_count(error), error.was_sent());
        } catch (const ServiceUnreachable& error) {
            if (!is_repeatable(request) || !tries.wait_for_next()) throw ServiceUnreachable(with_count(error));
        }
    }
}

}  // namespace errand

#include "job/retry_rule.hpp"

#include <algorithm>
#include <cmath>

namespace errand {

std::chrono::milliseconds retry_delay(const RetryRule& rule, int attempt, double chance) {
    const auto first = static_cast<double>(rule.delay.count());
    double delay = first;
    if (rule.backoff == RetryRule::Backoff::linear) delay = first * attempt;
    // The exponent beyond which every delay is longer than any limit.
    constexpr int kMost = 62;
    if (rule.backoff == RetryRule::Backoff::exponential) delay = std::ldexp(first, std::min(attempt - 1, kMost));
    delay = std::min(delay, static_cast<double>(rule.max_delay.count()));
    return std::chrono::milliseconds(std::llround(delay * (1 - rule.jitter * chance)));
}

}  // namespace errand

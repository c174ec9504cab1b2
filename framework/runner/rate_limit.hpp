#pragma once

#include <algorithm>

#include "base/clock.hpp"

namespace errand {

/// Allows `burst` events at once and `per_second` in the long run.
class RateLimit {
public:
    RateLimit(double burst, double per_second, Clock::SteadyTime now)
        : burst_(burst), per_second_(per_second), left_(burst), last_(now) {}

    /// False when this event is one too many.
    bool allows(Clock::SteadyTime now) {
        left_ = std::min(burst_, left_ + per_second_ * std::chrono::duration<double>(now - last_).count());
        last_ = now;
        if (left_ < 1) return false;
        left_ -= 1;
        return true;
    }

private:
    const double burst_;
    const double per_second_;
    double left_;
    Clock::SteadyTime last_;
};

}  // namespace errand

#pragma once

#include <chrono>
#include <vector>

#include "base/clock.hpp"

namespace errand::testing {

/// A clock that stands still until it is told to move, or until somebody sleeps by it.
class FakeClock final : public Clock {
public:
    CalendarTime now() const override {
        return CalendarTime(std::chrono::seconds(1'800'000'000)) + elapsed_ - set_back_;
    }
    SteadyTime steady_now() const override { return SteadyTime(elapsed_); }
    void sleep_for(std::chrono::milliseconds duration) const override {
        sleeps.push_back(duration);
        elapsed_ += duration;
    }

    void advance(std::chrono::milliseconds duration) { elapsed_ += duration; }
    /// Its calendar; forward when negative.
    void set_back(std::chrono::milliseconds duration) { set_back_ += duration; }

    mutable std::vector<std::chrono::milliseconds> sleeps;

private:
    mutable std::chrono::milliseconds elapsed_ = std::chrono::hours(1);
    std::chrono::milliseconds set_back_{0};
};

}  // namespace errand::testing

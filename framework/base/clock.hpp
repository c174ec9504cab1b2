#pragma once

#include <chrono>

namespace errand {

/// The seam to time. Calendar time is for schedules, tokens' expiry and records; steady time is for limits and waits.
///
/// Thread-safety: all members may be called concurrently.
class Clock {
public:
    using CalendarTime = std::chrono::system_clock::time_point;
    using SteadyTime = std::chrono::steady_clock::time_point;

    virtual ~Clock() = default;

    virtual CalendarTime now() const = 0;
    virtual SteadyTime steady_now() const = 0;
    virtual void sleep_for(std::chrono::milliseconds duration) const = 0;
};

class SystemClock final : public Clock {
public:
    CalendarTime now() const override;
    SteadyTime steady_now() const override;
    void sleep_for(std::chrono::milliseconds duration) const override;
};

}  // namespace errand

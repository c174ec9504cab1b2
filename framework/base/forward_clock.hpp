#pragma once

#include <mutex>

#include "base/clock.hpp"

namespace errand {

/// A clock for records: its calendar time never goes back, and never less far on than its steady time.
///
/// What is between two of its times is never negative, nor shorter than what went by, though the system's clock is set
/// back in between; it is longer when that is set forward, or the machine slept. Steady time is the other clock's.
/// Thread-safety: all members may be called concurrently. Lifetime: the other clock outlives it.
class ForwardClock final : public Clock {
public:
    explicit ForwardClock(const Clock& clock);

    CalendarTime now() const override;
    SteadyTime steady_now() const override { return clock_.steady_now(); }
    void sleep_for(std::chrono::milliseconds duration) const override { clock_.sleep_for(duration); }

private:
    const Clock& clock_;
    mutable std::mutex mutex_;
    mutable SteadyTime steady_;
    /// What it was at `steady_`.
    mutable CalendarTime calendar_;
};

}  // namespace errand

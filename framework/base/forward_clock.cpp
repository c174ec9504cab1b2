#include "base/forward_clock.hpp"

#include <algorithm>

namespace errand {

ForwardClock::ForwardClock(const Clock& clock) : clock_(clock), steady_(clock.steady_now()), calendar_(clock.now()) {}

Clock::CalendarTime ForwardClock::now() const {
    const std::lock_guard lock(mutex_);
    const SteadyTime steady = clock_.steady_now();
    const auto passed = std::chrono::duration_cast<CalendarTime::duration>(steady - steady_);
    calendar_ = std::max(clock_.now(), calendar_ + passed);
    steady_ = steady;
    return calendar_;
}

}  // namespace errand

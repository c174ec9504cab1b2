#include "base/clock.hpp"

#include <thread>

namespace errand {

Clock::CalendarTime SystemClock::now() const { return std::chrono::system_clock::now(); }

Clock::SteadyTime SystemClock::steady_now() const { return std::chrono::steady_clock::now(); }

void SystemClock::sleep_for(std::chrono::milliseconds duration) const { std::this_thread::sleep_for(duration); }

}  // namespace errand

#pragma once

#include <string>

#include "base/clock.hpp"

namespace errand {

/// `20260301T060000.123Z-3f9a2c`: sorts by time. \throws std::system_error if the system has no randomness.
std::string make_run_id(Clock::CalendarTime now);

}  // namespace errand

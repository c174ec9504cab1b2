#pragma once

#include <string>

#include "base/clock.hpp"

namespace errand {

/// `2026-03-01 07:00:00 +01:00`, in the time zone of whoever looks: that of `TZ`, or the machine's.
std::string local_time(Clock::CalendarTime time);

/// How long something took, such as `2m5s`; `0ms` where the clock was set back so far in between that it ended before
/// it began.
std::string time_between(Clock::CalendarTime begin, Clock::CalendarTime end);

}  // namespace errand

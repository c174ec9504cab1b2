#pragma once

#include <chrono>
#include <optional>

#include "base/clock.hpp"
#include "errand/http_client.hpp"

namespace errand {

/// How long an answer's Retry-After asks to wait from `now` on: seconds, or a date. A date is compared with the
/// answer's own Date, where it has one, so that it does not matter whether the server's clock and ours agree; one that
/// has passed is no wait, and more than a day is a day. Nothing when there is no such field, or it is neither.
/// Source: RFC 9110 section 10.2.3.
std::optional<std::chrono::milliseconds> retry_after(const HttpHeaders& headers, Clock::CalendarTime now);

}  // namespace errand

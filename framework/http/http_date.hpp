#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace errand {

/// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, the form that HTTP servers have to send, and the two obsolete ones, RFC 850's
/// and asctime()'s. Nothing for anything else, and times that do not exist; whether the weekday is the right one is not
/// checked.
/// Whole seconds, since a year 9999 is more than the calendar clock can hold.
/// Source: RFC 9110 section 5.6.7 (HTTP-date).
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text);

}  // namespace errand

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace errand {

using Seconds = std::chrono::time_point<std::chrono::system_clock, std::chrono::seconds>;

/// Reads `2026-03-01T06:00:00Z` or one with an offset, `+01:00`; a fraction of the second is cut off. Nothing when
/// `text` is not that.
/// Source: RFC 3339 section 5.6.
std::optional<Seconds> parse_time(std::string_view text);

/// Whether format_time() knows what follows each `%` of `format`.
/// Source: the C function strftime; with `%Ez` for an offset with a colon.
bool is_time_format(std::string_view format);

/// `time` as a clock and a calendar in `zone` show it, in the words of the C locale, where `format` is one. The first
/// call for another zone than `UTC` reads the directory of the tz database, which takes some milliseconds.
/// Nothing when this machine has no such zone, or for a time from 2038 on in another zone than `UTC`.
/// Thread-safety: may be called concurrently.
std::optional<std::string> format_time(Seconds time, const std::string& format, const std::string& zone);

}  // namespace errand

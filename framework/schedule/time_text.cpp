#include "schedule/time_text.hpp"

#include <date/date.h>
#include <date/tz.h>

#include <algorithm>
#include <cstddef>
#include <stdexcept>

#include "schedule/time_zone.hpp"

namespace errand {

namespace {

bool is_decimal_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes what looks like `pattern`, in which 0 stands for any digit, off the front of `text`.
std::optional<std::string_view> take(std::string_view& text, std::string_view pattern) {
    const auto fits = [](char wanted, char found) { return wanted == '0' ? is_decimal_digit(found) : wanted == found; };
    if (text.size() < pattern.size() || !std::equal(pattern.begin(), pattern.end(), text.begin(), fits))
        return std::nullopt;
    const std::string_view taken = text.substr(0, pattern.size());
    text.remove_prefix(pattern.size());
    return taken;
}

int two_digits(std::string_view text, std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); }

/// `2026-03-01T06:00:00`
std::optional<Seconds> date_and_time(std::string_view text) {
    const date::year_month_day day(date::year(two_digits(text, 0) * 100 + two_digits(text, 2)),
                                   date::month(static_cast<unsigned>(two_digits(text, 5))),
                                   date::day(static_cast<unsigned>(two_digits(text, 8))));
    const std::chrono::hours hours(two_digits(text, 11));
    const std::chrono::minutes minutes(two_digits(text, 14));
    const std::chrono::seconds seconds(two_digits(text, 17));
    if (!day.ok() || hours.count() > 23 || minutes.count() > 59 || seconds.count() > 59) return std::nullopt;
    return date::sys_days(day) + hours + minutes + seconds;
}

/// What a clock there is ahead of UTC. Takes it off the front of `text`.
std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
    if (take(text, "Z")) return std::chrono::minutes(0);
    auto offset = take(text, "+00:00");
    if (!offset) offset = take(text, "-00:00");
    if (!offset) return std::nullopt;
    const std::chrono::hours hours(two_digits(*offset, 1));
    const std::chrono::minutes minutes(two_digits(*offset, 4));
    if (hours.count() > 23 || minutes.count() > 59) return std::nullopt;
    return offset->front() == '-' ? -(hours + minutes) : hours + minutes;
}

}  // namespace

std::optional<Seconds> parse_time(std::string_view text) {
    const auto local = take(text, "0000-00-00T00:00:00");
    if (!local) return std::nullopt;
    if (take(text, ".0")) text.remove_prefix(std::min(text.find_first_not_of("0123456789"), text.size()));
    const auto time = date_and_time(*local);
    const auto offset = take_offset(text);
    if (!time || !offset || !text.empty()) return std::nullopt;
    return *time - *offset;
}

bool is_time_format(std::string_view format) {
    constexpr std::string_view kKnown = "aAbBCdDeFgGhHIjmMnprRStTuUVwWyYzZ%";
    while (true) {
        const std::size_t at = format.find('%');
        if (at == std::string_view::npos) return true;
        format.remove_prefix(at + 1);
        if (format.starts_with("Ez")) format.remove_prefix(1);
        if (format.empty() || kKnown.find(format.front()) == std::string_view::npos) return false;
        format.remove_prefix(1);
    }
}

std::optional<std::string> format_time(Seconds time, const std::string& format, const std::string& zone) {
    if (zone == "UTC") return date::format(format, time);
    // The library reads a zone's list of changes, which ends in 2037, but not the rule that follows it.
    if (time >= date::sys_days(date::year(2038) / 1 / 1)) return std::nullopt;
    // The library takes each file of the database's directory for a zone until it reads it.
    if (!is_time_zone(zone)) return std::nullopt;
    try {
        return date::format(format, date::make_zoned(date::locate_zone(zone), time));
    } catch (const std::runtime_error&) {
        return std::nullopt;
    }
}

}  // namespace errand

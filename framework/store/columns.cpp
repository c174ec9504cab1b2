#include "store/columns.hpp"

#include <charconv>
#include <chrono>

#include "errand/json.hpp"
#include "store/text.hpp"

namespace errand {

namespace {

using Milliseconds = std::chrono::milliseconds;

}  // namespace

SqlValue column(Clock::CalendarTime time) {
    return std::int64_t{std::chrono::floor<Milliseconds>(time).time_since_epoch().count()};
}

SqlValue column(const std::optional<Clock::CalendarTime>& time) { return time ? column(*time) : SqlValue(); }

SqlValue column(std::string_view text) { return storable(text); }

SqlValue column(const std::string& text) { return storable(text); }

SqlValue column(const std::optional<std::string>& text) { return text ? column(*text) : SqlValue(); }

SqlValue column(const Value& value) { return to_json(value); }

std::int64_t integer(const SqlColumn& column) {
    const std::string& digits = text(column);
    std::int64_t number = 0;
    const char* end = digits.data() + digits.size();
    if (const auto result = std::from_chars(digits.data(), end, number); result.ec != std::errc() || result.ptr != end)
        throw ValueError("expected an integer, found '" + digits + "'");
    return number;
}

const std::string& text(const SqlColumn& column) {
    if (!column) throw ValueError("expected text, found NULL");
    return *column;
}

Clock::CalendarTime time(const SqlColumn& column) { return Clock::CalendarTime(Milliseconds(integer(column))); }

std::optional<Clock::CalendarTime> optional_time(const SqlColumn& column) {
    if (!column) return std::nullopt;
    return time(column);
}

Value json(const SqlColumn& column) { return parse_json(text(column)); }

}  // namespace errand

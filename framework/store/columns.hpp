#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "errand/value.hpp"
#include "store/database.hpp"

namespace errand {

/// How values are bound to statements and read from rows. A store that others wrote into may hold anything: what cannot
/// be read is an exception, never a guess.

SqlValue column(Clock::CalendarTime time);
SqlValue column(const std::optional<Clock::CalendarTime>& time);
/// As text.hpp has it.
SqlValue column(std::string_view text);
SqlValue column(const std::string& text);
/// NULL when there is none.
SqlValue column(const std::optional<std::string>& text);
/// As JSON.
SqlValue column(const Value& value);

/// \throws ValueError if it is NULL, as all of these do, or no number.
std::int64_t integer(const SqlColumn& column);
const std::string& text(const SqlColumn& column);
Clock::CalendarTime time(const SqlColumn& column);
std::optional<Clock::CalendarTime> optional_time(const SqlColumn& column);
/// \throws JsonError
Value json(const SqlColumn& column);

}  // namespace errand

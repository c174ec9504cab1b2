#include "http/http_date.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace errand {

namespace {

namespace chrono = std::chrono;

constexpr std::array<std::string_view, 7> kWeekdays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// `#` stands for a digit, `?` for anything.
bool has_shape(std::string_view text, std::string_view shape) {
    return text.size() == shape.size() &&
           std::equal(text.begin(), text.end(), shape.begin(), [](char found, char wanted) {
               return wanted == '?' || (wanted == '#' ? found >= '0' && found <= '9' : found == wanted);
           });
}

/// Of text that is known to be all digits.
int number(std::string_view digits) {
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

/// From 0; the size of `names` when there is no such name.
template <std::size_t size>
std::size_t place_of(const std::array<std::string_view, size>& names, std::string_view name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

/// What a date is made of, each part as it was written, with the right number of digits.
struct DateParts {
    std::string_view weekday;
    std::string_view day;
    std::string_view month;
    int year = 0;
    /// `08:49:37`
    std::string_view time;
};

/// The form that servers have to send: `Sun, 06 Nov 1994 08:49:37 GMT`.
std::optional<DateParts> split_imf_fixdate(std::string_view text) {
    if (!has_shape(text, "???, ## ??? #### ##:##:## GMT")) return std::nullopt;
    return DateParts{text.substr(0, 3), text.substr(5, 2), text.substr(8, 3), number(text.substr(12, 4)),
                     text.substr(17, 8)};
}

/// `Sunday, 06-Nov-94 08:49:37 GMT`. Years from 70 on are of the last century, as in POSIX.
std::optional<DateParts> split_rfc850(std::string_view text) {
    const std::size_t comma = text.find(", ");
    if (comma == std::string_view::npos || comma < 6) return std::nullopt;
    const std::string_view rest = text.substr(comma + 2);
    if (!has_shape(rest,
                   "##-??"
                   "?-## ##:##:## GMT") ||
        !text.substr(0, comma).ends_with("day"))
        return std::nullopt;
    const int year = number(rest.substr(7, 2));
    return DateParts{text.substr(0, 3), rest.substr(0, 2), rest.substr(3, 3), year + (year < 70 ? 2000 : 1900),
                     rest.substr(10, 8)};
}

/// `Sun Nov  6 08:49:37 1994`, as C's asctime() writes it.
std::optional<DateParts> split_asctime(std::string_view text) {
    const bool has_one_digit = has_shape(text, "??? ???  # ##:##:## ####");
    if (!has_one_digit && !has_shape(text, "??? ??? ## ##:##:## ####")) return std::nullopt;
    return DateParts{text.substr(0, 3), text.substr(has_one_digit ? 9 : 8, has_one_digit ? 1 : 2), text.substr(4, 3),
                     number(text.substr(20, 4)), text.substr(11, 8)};
}

}  // namespace

std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text) {
    std::optional<DateParts> parts = split_imf_fixdate(text);
    if (!parts) parts = split_rfc850(text);
    if (!parts) parts = split_asctime(text);
    if (!parts) return std::nullopt;
    const std::size_t month_place = place_of(kMonths, parts->month);
    if (month_place == kMonths.size() || place_of(kWeekdays, parts->weekday) == kWeekdays.size()) return std::nullopt;
    const chrono::year_month_day date{chrono::year(parts->year), chrono::month(static_cast<unsigned>(month_place) + 1),
                                      chrono::day(static_cast<unsigned>(number(parts->day)))};
    const chrono::hours hour(number(parts->time.substr(0, 2)));
    const chrono::minutes minute(number(parts->time.substr(3, 2)));
    const chrono::seconds second(number(parts->time.substr(6, 2)));
    // A leap second is the last one of a minute.
    if (!date.ok() || hour.count() > 23 || minute.count() > 59 || second.count() > 60) return std::nullopt;
    return chrono::sys_days(date) + hour + minute + second;
}

}  // namespace errand

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

}  // namespace

std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text) {
    if (!has_shape(text, "???, ## ??? #### ##:##:## GMT")) return std::nullopt;
    const std::size_t month_place = place_of(kMonths, text.substr(8, 3));
    if (month_place == kMonths.size() || place_of(kWeekdays, text.substr(0, 3)) == kWeekdays.size())
        return std::nullopt;
    const chrono::year_month_day date{chrono::year(number(text.substr(12, 4))),
                                      chrono::month(static_cast<unsigned>(month_place) + 1),
                                      chrono::day(static_cast<unsigned>(number(text.substr(5, 2))))};
    const chrono::hours hour(number(text.substr(17, 2)));
    const chrono::minutes minute(number(text.substr(20, 2)));
    const chrono::seconds second(number(text.substr(23, 2)));
    // A leap second is the last one of a minute.
    if (!date.ok() || hour.count() > 23 || minute.count() > 59 || second.count() > 60) return std::nullopt;
    return chrono::sys_days(date) + hour + minute + second;
}

}  // namespace errand

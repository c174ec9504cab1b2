#include "http/retry_after.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "http/http_date.hpp"

namespace errand {

using std::chrono::seconds;

std::optional<std::chrono::milliseconds> retry_after(const HttpHeaders& headers, Clock::CalendarTime now) {
    constexpr seconds kLongest = std::chrono::hours(24);
    const auto field = headers.find("Retry-After");
    if (!field) return std::nullopt;
    std::uint32_t count = 0;
    const auto [end, error] = std::from_chars(field->data(), field->data() + field->size(), count);
    if (error == std::errc() && end == field->data() + field->size()) return std::min(seconds(count), kLongest);
    const auto date = parse_http_date(*field);
    if (!date) return std::nullopt;
    const auto server_now = parse_http_date(headers.find("Date").value_or(""));
    return std::clamp<seconds>(*date - server_now.value_or(std::chrono::floor<seconds>(now)), seconds(0), kLongest);
}

}  // namespace errand

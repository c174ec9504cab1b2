#include "cli/local_time.hpp"

#include <algorithm>
#include <array>
#include <ctime>

#include "base/units.hpp"

namespace errand {

std::string local_time(Clock::CalendarTime time) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts = {};
    localtime_r(&seconds, &parts);
    std::array<char, 40> text = {};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S %z", &parts);
    std::string result(text.data(), length);
    return result.insert(result.size() - 2, ":");
}

std::string time_between(Clock::CalendarTime begin, Clock::CalendarTime end) {
    return format_duration(std::chrono::duration_cast<std::chrono::milliseconds>(std::max(begin, end) - begin));
}

}  // namespace errand

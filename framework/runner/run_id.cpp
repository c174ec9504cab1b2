#include "runner/run_id.hpp"

#include <sys/random.h>

#include <array>
#include <chrono>
#include <ctime>

#include "base/error.hpp"

namespace errand {

std::string make_run_id(Clock::CalendarTime now) {
    std::array<unsigned char, 3> random = {};
    if (getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size()))
        throw system_error("getrandom");
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    std::tm parts = {};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text = {};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%S", &parts);
    std::string id(text.data(), length);
    const auto part = std::chrono::floor<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
    id += '.' + std::to_string(1000 + part).substr(1) + "Z-";
    constexpr char kHex[] = "0123456789abcdef";
    for (const unsigned char byte : random) id += {kHex[byte >> 4], kHex[byte & 15]};
    return id;
}

}  // namespace errand

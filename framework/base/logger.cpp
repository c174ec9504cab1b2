#include "base/logger.hpp"

#include <array>
#include <ctime>

namespace errand {

namespace {

constexpr std::array kSeverityNames = {"debug", "info", "warning", "error"};
constexpr std::array kColours = {"", "", "\x1b[33m", "\x1b[31m"};
constexpr char kPlain[] = "\x1b[0m";

}  // namespace

std::string printable(std::string_view text, std::size_t limit) {
    constexpr char kHex[] = "0123456789abcdef";
    std::string line;
    for (const char c : text) {
        if (line.size() >= limit && (static_cast<unsigned char>(c) & 0xC0) != 0x80) return line + "…";
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\n') {
            line += "\\n";
        } else if (c == '\t') {
            line += "\\t";
        } else if (byte < 0x20 || byte == 0x7f) {
            line += {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
        } else {
            line += c;
        }
    }
    return line;
}

std::string format_utc(Clock::CalendarTime time) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts = {};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text = {};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {text.data(), length};
}

void StreamLogger::log(Severity severity, std::string_view message) {
    if (severity < least_) return;
    const auto index = static_cast<std::size_t>(severity);
    const std::string colour = is_coloured_ ? kColours[index] : "";
    const std::string line = format_utc(clock_.now()) + ' ' + colour + kSeverityNames[index] +
                             (colour.empty() ? "" : kPlain) + ": " + printable(message) + '\n';
    const std::lock_guard lock(mutex_);
    out_ << line << std::flush;
}

}  // namespace errand

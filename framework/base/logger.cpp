#include "base/logger.hpp"

#include <algorithm>
#include <array>
#include <ctime>

namespace errand {

namespace {

constexpr std::array kSeverityNames = {"debug", "info", "warning", "error"};
constexpr std::array kColours = {"", "", "\x1b[33m", "\x1b[31m"};
constexpr char kPlain[] = "\x1b[0m";

/// How many bytes from `at` on a terminal may take for one control character: one below 32, DEL, one from U+0080 to
/// U+009F in UTF-8, or such a byte with nothing of UTF-8 before it. 0: it is none.
std::size_t control_length(std::string_view text, std::size_t at) {
    const auto byte_at = [&](std::size_t index) {
        return index < text.size() ? static_cast<unsigned char>(text[index]) : 0U;
    };
    const auto is_upper = [](unsigned int byte) { return byte >= 0x80 && byte <= 0x9f; };
    const unsigned int byte = byte_at(at);
    if (byte < 0x20 || byte == 0x7f) return 1;
    if (byte == 0xc2 && is_upper(byte_at(at + 1))) return 2;
    return is_upper(byte) && (at == 0 || byte_at(at - 1) < 0x80) ? 1 : 0;
}

std::string escaped(char control) {
    constexpr char kHex[] = "0123456789abcdef";
    if (control == '\n') return "\\n";
    if (control == '\t') return "\\t";
    const auto byte = static_cast<unsigned char>(control);
    return {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
}

}  // namespace

std::string printable(std::string_view text, std::size_t limit) {
    std::string line;
    for (std::size_t at = 0; at < text.size();) {
        const bool begins_character = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
        if (line.size() >= limit && begins_character) return line + "…";
        const std::size_t length = control_length(text, at);
        if (length > 0)
            line += escaped(text[at + length - 1]);
        else
            line += text[at];
        at += std::max<std::size_t>(length, 1);
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

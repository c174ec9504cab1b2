#pragma once

#include <mutex>
#include <ostream>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace errand {

enum class Severity { debug, info, warning, error };

/// Takes a line at a time for the operator.
///
/// Thread-safety: log() may be called concurrently.
class Logger {
public:
    virtual ~Logger() = default;

    virtual void log(Severity severity, std::string_view message) = 0;

    void debug(std::string_view message) { log(Severity::debug, message); }
    void info(std::string_view message) { log(Severity::info, message); }
    void warning(std::string_view message) { log(Severity::warning, message); }
    void error(std::string_view message) { log(Severity::error, message); }
};

/// Writes `2026-03-01T06:00:00Z warning: message` lines of at least `least` severity; warnings and errors in colour,
/// for a terminal, if asked.
///
/// Lifetime: `out` and `clock` outlive it.
class StreamLogger final : public Logger {
public:
    StreamLogger(std::ostream& out, const Clock& clock, Severity least, bool is_coloured = false)
        : out_(out), clock_(clock), least_(least), is_coloured_(is_coloured) {}

    void log(Severity severity, std::string_view message) override;

private:
    std::ostream& out_;
    const Clock& clock_;
    const Severity least_;
    const bool is_coloured_;
    std::mutex mutex_;
};

/// `text` on one line: control characters, which could forge lines or drive a terminal, become `\n`, `\t` or `\x1b`;
/// the rest after `limit` bytes becomes `…`.
std::string printable(std::string_view text, std::size_t limit = 8192);

/// `2026-03-01T06:00:00Z`.
std::string format_utc(Clock::CalendarTime time);

}  // namespace errand

#include "runner/attempt_log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/logger.hpp"

namespace errand {

namespace {

/// Two such files are the end: the one that is written, and a whole one before it.
constexpr std::int64_t kTailFile = AttemptLog::kTail / 2;

/// With milliseconds.
std::string format_moment(Clock::CalendarTime time) {
    const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count() % 1000;
    std::string text = format_utc(time);
    return text.insert(text.size() - 1, '.' + std::to_string(1000 + since).substr(1));
}

}  // namespace

AttemptLog::AttemptLog(std::filesystem::path directory, std::string name, int attempt, const Clock& clock)
    : directory_(std::move(directory)), base_(std::move(name) + "." + std::to_string(attempt) + "."), clock_(clock) {}

void AttemptLog::write(std::string_view kind, std::string_view text) {
    if (directory_.empty() || error_ != 0) return;
    const std::string start = format_moment(clock_.now()) + " " + std::string(kind) + " ";
    while (!text.empty() && error_ == 0) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        write_line(start + printable(text.substr(0, end), kTailFile / 2) + "\n");
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

void AttemptLog::write_line(std::string_view line) {
    const std::int64_t most = file_begin_ == 0 ? kHead : kTailFile;
    if (!file_ || offset_ + static_cast<std::int64_t>(line.size()) - file_begin_ > most) begin_file();
    if (error_ != 0) return;
    const ssize_t count = ::write(file_.get(), line.data(), line.size());
    if (count < 0) {
        error_ = errno;
        return;
    }
    offset_ += count;
    // A part of a line goes into a file only where there was no room for the rest.
    if (count < static_cast<ssize_t>(line.size())) error_ = ENOSPC;
}

void AttemptLog::begin_file() {
    // The beginning stays, and of the end two files.
    if (file_ && previous_begin_ > 0) ::unlink((directory_ / (base_ + std::to_string(previous_begin_))).c_str());
    previous_begin_ = file_begin_;
    file_begin_ = offset_;
    const auto path = directory_ / (base_ + std::to_string(file_begin_));
    file_ = UniqueFd(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    if (!file_) error_ = errno;
}

}  // namespace errand

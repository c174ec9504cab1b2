#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/unique_fd.hpp"

namespace errand {

/// Keeps what an attempt prints and logs in files, written as it comes: its beginning, and its end, with what lies
/// between them left out where it is more than kHead + kTail.
///
/// Each line is `TIME KIND TEXT`, TIME as `2026-03-01T06:00:00.123Z`, KIND being `out` for what the task printed, or a
/// severity. The files of an attempt are
/// `<name>.<attempt>.<offset>`: where in the whole they begin, in bytes; a gap is what was left out.
/// Thread-safety: none.
class AttemptLog {
public:
    static constexpr std::int64_t kHead = std::int64_t{512} << 10;
    static constexpr std::int64_t kTail = std::int64_t{512} << 10;

    /// Nothing is kept when `directory` is empty. The first line makes the first file.
    /// Lifetime: the clock outlives it.
    /// \param name of the task, or of its item, as display_name() has it: no other in the run has the same
    AttemptLog(std::filesystem::path directory, std::string name, int attempt, const Clock& clock);

    /// `text` holds no secret. It may be several lines, or a part of one, which is kept as one.
    void write(std::string_view kind, std::string_view text);
    /// The errno of the first write that failed, after which nothing more is kept; or 0.
    int error() const { return error_; }

private:
    void write_line(std::string_view line);
    void begin_file();

    const std::filesystem::path directory_;
    const std::string base_;
    const Clock& clock_;
    UniqueFd file_;
    std::int64_t offset_ = 0;
    /// Where the file that is written, and the one before it, begin.
    std::int64_t file_begin_ = 0;
    std::int64_t previous_begin_ = 0;
    int error_ = 0;
};

}  // namespace errand

#pragma once

#include <sys/types.h>

#include <string_view>

#include "base/unique_fd.hpp"

namespace errand {

/// A descriptor whose reader may be slow or have stopped, written to without ever waiting for it.
///
/// What it writes to is shared with other processes, who would not expect it to be O_NONBLOCK. So a pipe, a terminal or
/// a device is opened once more; a socket takes a flag with each message; a file never makes anyone wait. Where opening
/// is refused, as for another user's pipe, it writes only what a pipe that poll(2) calls ready is sure to take.
///
/// Thread-safety: write() may be called concurrently. Lifetime: `descriptor` outlives it.
class Outlet {
public:
    explicit Outlet(int descriptor);

    /// What to wait for room at.
    int descriptor() const { return own_ ? own_.get() : shared_; }
    /// Writes the beginning of `bytes`, as much as is taken at once. How many bytes; 0 when there is no room for now;
    /// -1 with errno when writing failed for good.
    ssize_t write(std::string_view bytes) const;

private:
    enum class Kind { patient, socket, opened_again, cautious };

    ssize_t try_to_write(std::string_view bytes) const;

    const int shared_;
    UniqueFd own_;
    Kind kind_ = Kind::cautious;
};

}  // namespace errand

#pragma once

#include <poll.h>

#include <chrono>
#include <cstddef>
#include <vector>

namespace errand {

/// What one poll(2) waits for, put together by several who each ask for their own answers afterwards.
class PollSet {
public:
    /// A place to ask is_ready() about. A negative descriptor, or no events, is not waited for.
    std::size_t add(int descriptor, int events = POLLIN);
    /// Whether `events`, or a hang-up or error, were seen at a place.
    bool is_ready(std::size_t place) const { return waits_[place].revents != 0; }

    /// Waits until something is ready, for `patience` at most.
    /// \throws std::system_error
    void wait(std::chrono::milliseconds patience);
    /// Forgets all places.
    void clear() { waits_.clear(); }

private:
    std::vector<pollfd> waits_;
};

}  // namespace errand

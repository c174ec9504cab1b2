#pragma once

#include <algorithm>
#include <chrono>

namespace errand {

/// An instant by which something must be done. By the real steady clock, as it is the kernel that waits for sockets.
class Deadline {
public:
    explicit Deadline(std::chrono::milliseconds allowed)
        : allowed_(allowed), end_(std::chrono::steady_clock::now() + allowed) {}

    /// Zero once it has passed.
    std::chrono::microseconds remaining() const {
        const auto left = end_ - std::chrono::steady_clock::now();
        return std::max(std::chrono::ceil<std::chrono::microseconds>(left), std::chrono::microseconds(0));
    }
    /// What it was made of, for messages.
    std::chrono::milliseconds allowed() const { return allowed_; }

    /// The sooner of this one and one `limit` from now.
    Deadline within(std::chrono::milliseconds limit) const { return limit < remaining() ? Deadline(limit) : *this; }

private:
    std::chrono::milliseconds allowed_;
    std::chrono::steady_clock::time_point end_;
};

}  // namespace errand

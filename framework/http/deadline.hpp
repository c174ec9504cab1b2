#pragma once

#include <algorithm>
#include <chrono>

#include "errand/error.hpp"

namespace errand {

/// A deadline passed while the peer was waited for. The caller says in its own words which.
class DeadlinePassed : public ServiceUnreachable {
public:
    DeadlinePassed() : ServiceUnreachable("out of time") {}
};

/// An instant by which something must be done, and a descriptor that tells when it need not be done at all. By the real
/// steady clock, as it is the kernel that waits for sockets.
class Deadline {
public:
    /// \param give_up_descriptor readable when there is no use in waiting any longer; none if negative
    explicit Deadline(std::chrono::milliseconds allowed, int give_up_descriptor = -1)
        : allowed_(allowed),
          end_(std::chrono::steady_clock::now() + allowed),
          give_up_descriptor_(give_up_descriptor) {}

    /// Zero once it has passed.
    std::chrono::microseconds remaining() const {
        const auto left = end_ - std::chrono::steady_clock::now();
        return std::max(std::chrono::ceil<std::chrono::microseconds>(left), std::chrono::microseconds(0));
    }
    /// What it was made of, for messages.
    std::chrono::milliseconds allowed() const { return allowed_; }

    /// The sooner of this one and one `limit` from now.
    Deadline within(std::chrono::milliseconds limit) const {
        return limit < remaining() ? Deadline(limit, give_up_descriptor_) : *this;
    }
    int give_up_descriptor() const { return give_up_descriptor_; }

private:
    std::chrono::milliseconds allowed_;
    std::chrono::steady_clock::time_point end_;
    int give_up_descriptor_;
};

}  // namespace errand

#pragma once

#include <chrono>

#include "base/unique_fd.hpp"

namespace errand {

/// Something that has happened or not, which threads and poll(2) can wait for.
///
/// Thread-safety: all members may be called concurrently; set() also from a signal handler.
class Event {
public:
    /// \throws std::system_error
    Event();

    /// Readable while it is set.
    int descriptor() const { return descriptor_.get(); }
    void set() const noexcept;
    void reset() const noexcept;
    bool is_set() const;
    /// Waits until it is set; false if it is not by the end of `patience`.
    bool wait_for(std::chrono::milliseconds patience) const;

private:
    UniqueFd descriptor_;
};

}  // namespace errand

#pragma once

#include <chrono>

#include "base/clock.hpp"
#include "base/event.hpp"

namespace errand {

/// Notices SIGTERM, by which the init of the attempt tells that the task is to end.
///
/// Thread-safety: all members may be called concurrently. One per process, made before there are threads.
class Cancellation {
public:
    /// \throws std::system_error
    Cancellation();
    ~Cancellation();
    Cancellation(const Cancellation&) = delete;
    Cancellation& operator=(const Cancellation&) = delete;

    bool is_requested() const { return event_.is_set(); }
    /// Readable once it is requested.
    int descriptor() const { return event_.descriptor(); }
    /// \throws Cancelled as soon as it is requested.
    void sleep_for(std::chrono::milliseconds duration) const;

private:
    Event event_;
};

/// The system's clock, but sleeping by it ends with Cancelled.
///
/// Lifetime: `cancellation` outlives it.
class CancellableClock final : public Clock {
public:
    explicit CancellableClock(const Cancellation& cancellation) : cancellation_(cancellation) {}

    CalendarTime now() const override { return std::chrono::system_clock::now(); }
    SteadyTime steady_now() const override { return std::chrono::steady_clock::now(); }
    void sleep_for(std::chrono::milliseconds duration) const override { cancellation_.sleep_for(duration); }

private:
    const Cancellation& cancellation_;
};

}  // namespace errand

#include "task/cancellation.hpp"

#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <limits>

#include "base/error.hpp"
#include "errand/error.hpp"

namespace errand {

namespace {

// A signal handler reaches nothing but globals.
std::atomic<int> event_descriptor = -1;

void request_cancellation(int /*signal*/) {
    constexpr eventfd_t kOnce = 1;
    eventfd_write(event_descriptor.load(), kOnce);
}

}  // namespace

Cancellation::Cancellation() : event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (!event_) throw system_error("eventfd");
    event_descriptor = event_.get();
    struct sigaction action = {};
    action.sa_handler = request_cancellation;
    action.sa_flags = SA_RESTART;
    if (sigaction(SIGTERM, &action, nullptr) != 0) throw system_error("sigaction");
}

Cancellation::~Cancellation() { std::signal(SIGTERM, SIG_DFL); }

bool Cancellation::is_requested() const {
    pollfd wait = {event_.get(), POLLIN, 0};
    return poll(&wait, 1, 0) > 0;
}

void Cancellation::sleep_for(std::chrono::milliseconds duration) const {
    using std::chrono::steady_clock;
    const auto end = steady_clock::now() + duration;
    do {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - steady_clock::now()).count();
        pollfd wait = {event_.get(), POLLIN, 0};
        poll(&wait, 1, static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max())));
        if (is_requested()) throw Cancelled("the run asked the task to end");
    } while (steady_clock::now() < end);
}

}  // namespace errand

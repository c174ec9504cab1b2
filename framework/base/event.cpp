#include "base/event.hpp"

#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <limits>

#include "base/error.hpp"

namespace errand {

Event::Event() : descriptor_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (!descriptor_) throw system_error("eventfd");
}

void Event::set() const noexcept { eventfd_write(descriptor_.get(), 1); }

void Event::reset() const noexcept {
    eventfd_t ignored = 0;
    eventfd_read(descriptor_.get(), &ignored);
}

bool Event::is_set() const { return wait_for(std::chrono::milliseconds(0)); }

bool Event::wait_for(std::chrono::milliseconds patience) const {
    using std::chrono::steady_clock;
    const auto end = steady_clock::now() + patience;
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - steady_clock::now()).count();
        pollfd wait = {descriptor_.get(), POLLIN, 0};
        const auto timeout = std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max());
        if (poll(&wait, 1, static_cast<int>(timeout)) > 0) return true;
        if (steady_clock::now() >= end) return false;
    }
}

}  // namespace errand

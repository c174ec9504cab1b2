#include "base/poll_set.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <limits>

#include "base/error.hpp"

namespace errand {

std::size_t PollSet::add(int descriptor, int events) {
    waits_.push_back({events == 0 ? -1 : descriptor, static_cast<short>(events), 0});
    return waits_.size() - 1;
}

void PollSet::wait(std::chrono::milliseconds patience) {
    constexpr std::int64_t kLongest = std::numeric_limits<int>::max();
    const auto timeout = static_cast<int>(std::clamp<std::int64_t>(patience.count(), 0, kLongest));
    if (poll(waits_.data(), waits_.size(), timeout) >= 0) return;
    if (errno != EINTR) throw system_error("poll");
    for (pollfd& wait : waits_) wait.revents = 0;
}

}  // namespace errand

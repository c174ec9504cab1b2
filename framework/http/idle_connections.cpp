#include "http/idle_connections.hpp"

namespace errand {

namespace {

constexpr std::size_t kMostPerOrigin = 4;
constexpr std::chrono::seconds kLongestIdle(30);

}  // namespace

std::unique_ptr<Connection> IdleConnections::take(const std::string& origin) {
    const auto oldest = std::chrono::steady_clock::now() - kLongestIdle;
    const std::lock_guard lock(mutex_);
    std::vector<Idle>& idle = idle_[origin];
    while (!idle.empty()) {
        Idle last = std::move(idle.back());
        idle.pop_back();
        if (last.since >= oldest && !last.connection->is_stale()) return std::move(last.connection);
    }
    return nullptr;
}

void IdleConnections::keep(const std::string& origin, std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(mutex_);
    std::vector<Idle>& idle = idle_[origin];
    if (idle.size() < kMostPerOrigin) idle.push_back({std::move(connection), std::chrono::steady_clock::now()});
}

}  // namespace errand

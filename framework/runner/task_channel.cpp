#include "runner/task_channel.hpp"

#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace errand {

namespace {

constexpr double kBurst = 10'000;
constexpr double kPerSecond = 1000;

}  // namespace

TaskChannel::TaskChannel(int socket, const Clock& clock)
    : socket_(socket), clock_(clock), messages_(kBurst, kPerSecond, clock.steady_now()) {}

void TaskChannel::send(const SupervisorMessage& message) {
    outbox_ += encode(message);
    flush();
}

void TaskChannel::flush() {
    if (outbox_.empty()) return;
    const ssize_t count = ::send(socket_, outbox_.data(), outbox_.size(), MSG_NOSIGNAL);
    if (count > 0) outbox_.erase(0, static_cast<std::size_t>(count));
    // The task is going: its end will tell.
    if (count < 0 && errno != EAGAIN && errno != EINTR) outbox_.clear();
}

bool TaskChannel::receive(const Take& take) {
    std::array<char, 64 * 1024> buffer;
    const ssize_t count = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (count == 0) has_hung_up_ = true;
    if (count <= 0) return false;
    bytes_received_ += count;
    decoder_.feed({buffer.data(), static_cast<std::size_t>(count)});
    while (const auto payload = decoder_.next()) {
        if (!messages_.allows(clock_.steady_now())) throw ProtocolError("more than 1,000 messages a second");
        take(decode_task_message(*payload), payload->size());
    }
    return true;
}

}  // namespace errand

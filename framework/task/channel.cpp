#include "task/channel.hpp"

#include <sys/socket.h>

#include <array>
#include <cerrno>

#include "base/error.hpp"

namespace errand {

void Channel::send(const TaskMessage& message) {
    const std::string frame = encode(message);
    const std::lock_guard lock(sending_);
    for (std::size_t sent = 0; sent < frame.size();) {
        const ssize_t count = ::send(socket_.get(), frame.data() + sent, frame.size() - sent, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw system_error("cannot reach the supervisor");
        sent += static_cast<std::size_t>(count);
    }
}

SupervisorMessage Channel::receive() {
    std::array<char, 16 * 1024> buffer;
    for (;;) {
        if (const auto payload = decoder_.next()) return decode_supervisor_message(*payload);
        const ssize_t count = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw system_error("cannot hear the supervisor");
        if (count == 0) throw ProtocolError("the supervisor hung up");
        decoder_.feed({buffer.data(), static_cast<std::size_t>(count)});
    }
}

SupervisorMessage Channel::ask(const TaskMessage& request) {
    const std::lock_guard lock(asking_);
    send(request);
    return receive();
}

}  // namespace errand

#pragma once

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string>

#include "protocol/messages.hpp"
#include "support/descriptors.hpp"

namespace errand::testing {

/// The supervisor's end of the socket, in the hands of a test.
///
/// What it is told to answer waits in the socket, so that no thread is needed to play the supervisor.
class SupervisorEnd {
public:
    /// The task's end; once.
    UniqueFd task_end() { return std::move(pair_.second); }

    void write(const std::string& bytes) const {
        if (::send(pair_.first.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size()))
            throw std::runtime_error("the task does not listen");
    }
    void answer(const SupervisorMessage& message) const { write(encode(message)); }

    /// Waits for the next message, which is to be a `Message`.
    template <class Message>
    Message receive() {
        std::array<char, 4096> buffer;
        for (;;) {
            if (const auto payload = decoder_.next()) return std::get<Message>(decode_task_message(*payload));
            const ssize_t count = ::read(pair_.first.get(), buffer.data(), buffer.size());
            if (count <= 0) throw std::runtime_error("the task hung up");
            decoder_.feed({buffer.data(), static_cast<std::size_t>(count)});
        }
    }
    /// True when the task has said nothing that was not received.
    bool is_quiet() {
        char byte = 0;
        return !decoder_.next() && decoder_.size() == 0 &&
               ::recv(pair_.first.get(), &byte, 1, MSG_DONTWAIT | MSG_PEEK) <= 0;
    }
    void hang_up() { pair_.first.reset(); }

private:
    DescriptorPair pair_ = make_socket_pair();
    FrameDecoder decoder_;
};

}  // namespace errand::testing

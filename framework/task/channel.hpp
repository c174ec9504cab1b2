#pragma once

#include <functional>
#include <mutex>

#include "base/unique_fd.hpp"
#include "protocol/messages.hpp"

namespace errand {

/// The task's end of the socket to the supervisor.
///
/// Thread-safety: send() and ask() may be called concurrently; receive() only before the first ask().
class Channel {
public:
    explicit Channel(UniqueFd socket) : socket_(std::move(socket)) {}

    /// Waits until the supervisor took it.
    /// \throws ProtocolError if the message is too large; std::system_error if the supervisor is gone.
    void send(const TaskMessage& message);

    /// Waits for the supervisor's next message.
    /// \throws ProtocolError, also when the supervisor hung up; std::system_error.
    SupervisorMessage receive();

    /// Sends a request and waits for its answer; other requests wait meanwhile.
    /// \throws as send() and receive() do.
    SupervisorMessage ask(const TaskMessage& request);

private:
    const UniqueFd socket_;
    FrameDecoder decoder_;
    std::mutex sending_;
    std::mutex asking_;
};

}  // namespace errand

#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "protocol/messages.hpp"
#include "runner/rate_limit.hpp"

namespace errand {

/// The supervisor's end of the socket to one task. It trusts nothing that comes, and never waits.
///
/// Lifetime: it does not own the socket, which is non-blocking. Thread-safety: none.
class TaskChannel {
public:
    /// Gets each message, with its size on the wire in bytes.
    using Take = std::function<void(TaskMessage message, std::size_t size)>;

    TaskChannel(int socket, const Clock& clock);

    /// Queues a message, and sends what goes at once.
    void send(const SupervisorMessage& message);
    /// Sends more of what is queued.
    void flush();
    bool has_queued() const { return !outbox_.empty(); }
    /// In bytes: what the task has left unread, but for what the kernel holds.
    std::size_t queued() const { return outbox_.size(); }

    /// Reads once. False when there is nothing to read for now, or ever.
    /// \throws ProtocolError for what is no message, or too many of them; and what `take` throws.
    bool receive(const Take& take);
    /// True once the other end is closed.
    bool has_hung_up() const { return has_hung_up_; }
    std::int64_t bytes_received() const { return bytes_received_; }

private:
    const int socket_;
    const Clock& clock_;
    FrameDecoder decoder_;
    std::string outbox_;
    RateLimit messages_;
    std::int64_t bytes_received_ = 0;
    bool has_hung_up_ = false;
};

}  // namespace errand

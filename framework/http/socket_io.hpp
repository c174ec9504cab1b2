#pragma once

#include <functional>

#include "errand/error.hpp"
#include "http/deadline.hpp"

namespace Poco::Net {
class StreamSocket;
}

namespace errand {

/// A deadline passed while the peer was waited for. The caller says in its own words which.
class DeadlinePassed : public ServiceUnreachable {
public:
    DeadlinePassed() : ServiceUnreachable("out of time") {}
};

enum class Direction { read, write };

/// Repeats `attempt`, one call of a socket that does not block, and waits for the socket in between, until it brings a
/// result of zero or more. A result below zero says what to wait for, as Poco's sockets do: with TLS a read may have to
/// wait until it can write. Every byte counts against the same deadline, so that a drip of them gains nothing.
/// \throws DeadlinePassed, Cancelled when the deadline's descriptor says to give up, and what `attempt` throws.
int finish(Poco::Net::StreamSocket& socket, Direction direction, const Deadline& deadline,
           const std::function<int()>& attempt);

/// Keeps SIGPIPE from this thread in its lifetime: OpenSSL writes to sockets in a way that raises it.
class SigpipeBlocked {
public:
    SigpipeBlocked();
    ~SigpipeBlocked();
    SigpipeBlocked(const SigpipeBlocked&) = delete;
    SigpipeBlocked& operator=(const SigpipeBlocked&) = delete;

private:
    bool was_blocked_;
};

}  // namespace errand

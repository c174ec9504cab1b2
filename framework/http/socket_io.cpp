#include "http/socket_io.hpp"

#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <poll.h>
#include <signal.h>

#include <ctime>

namespace errand {

namespace {

using Poco::Net::SecureStreamSocket;
using Poco::Net::Socket;

/// Waits until the socket is ready, or throws.
void wait_for(const Poco::Net::StreamSocket& socket, int mode, const Deadline& deadline) {
    pollfd waits[] = {{socket.impl()->sockfd(), static_cast<short>(mode == Socket::SELECT_READ ? POLLIN : POLLOUT), 0},
                      {deadline.give_up_descriptor(), POLLIN, 0}};
    for (;;) {
        const auto left = deadline.remaining();
        if (left.count() == 0) throw DeadlinePassed();
        const auto timeout = std::chrono::ceil<std::chrono::milliseconds>(left);
        const int ready = ::poll(waits, 2, static_cast<int>(timeout.count()));
        if (waits[1].revents != 0) throw Cancelled("the run asked to end while an answer was waited for");
        if (ready > 0) return;
    }
}

sigset_t only_sigpipe() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    return set;
}

}  // namespace

int finish(Poco::Net::StreamSocket& socket, Direction direction, const Deadline& deadline,
           const std::function<int()>& attempt) {
    constexpr int kNothing = 0;
    const int own = direction == Direction::read ? Socket::SELECT_READ : Socket::SELECT_WRITE;
    // A secure socket may hold bytes already, and says itself what it waits for; a plain one would throw.
    int awaited = socket.secure() ? kNothing : own;
    for (;;) {
        if (deadline.remaining().count() == 0) throw DeadlinePassed();
        if (awaited != kNothing) wait_for(socket, awaited, deadline);
        const int result = attempt();
        if (result >= 0) return result;
        awaited = result == SecureStreamSocket::ERR_SSL_WANT_WRITE ? Socket::SELECT_WRITE : Socket::SELECT_READ;
        if (!socket.secure()) awaited = own;
    }
}

SigpipeBlocked::SigpipeBlocked() {
    const sigset_t sigpipe = only_sigpipe();
    sigset_t before;
    pthread_sigmask(SIG_BLOCK, &sigpipe, &before);
    was_blocked_ = sigismember(&before, SIGPIPE) == 1;
}

SigpipeBlocked::~SigpipeBlocked() {
    if (was_blocked_) return;
    const sigset_t sigpipe = only_sigpipe();
    const timespec at_once = {};
    while (sigtimedwait(&sigpipe, nullptr, &at_once) == SIGPIPE) continue;
    pthread_sigmask(SIG_UNBLOCK, &sigpipe, nullptr);
}

}  // namespace errand

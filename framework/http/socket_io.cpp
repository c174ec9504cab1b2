#include "http/socket_io.hpp"

#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <signal.h>

#include <ctime>

namespace errand {

namespace {

using Poco::Net::SecureStreamSocket;
using Poco::Net::Socket;

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
        const auto left = deadline.remaining();
        if (left.count() == 0) throw DeadlinePassed();
        if (awaited != kNothing && !socket.poll(Poco::Timespan(left.count()), awaited)) throw DeadlinePassed();
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

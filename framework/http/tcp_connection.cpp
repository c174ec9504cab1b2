#include "http/tcp_connection.hpp"

#include <Poco/Net/DNS.h>
#include <Poco/Net/HostEntry.h>
#include <Poco/Net/SocketAddress.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "base/error.hpp"
#include "base/unique_fd.hpp"
#include "base/units.hpp"
#include "http/http_error.hpp"
#include "http/socket_wait.hpp"

namespace errand {

namespace {

using Poco::Net::IPAddress;
using Poco::Net::SocketAddress;

class TcpConnection final : public Connection {
public:
    TcpConnection(UniqueFd socket, std::string peer) : socket_(std::move(socket)), peer_(std::move(peer)) {}

    void write(std::string_view bytes, const Deadline& deadline) override {
        while (!bytes.empty())
            bytes.remove_prefix(transfer(Direction::write, deadline, [&] {
                return ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            }));
    }

    std::size_t read(char* buffer, std::size_t size, const Deadline& deadline) override {
        return transfer(Direction::read, deadline, [&] { return ::recv(socket_.get(), buffer, size, 0); });
    }

    bool is_stale() override {
        pollfd idle = {socket_.get(), POLLIN, 0};
        return ::poll(&idle, 1, 0) != 0;
    }

private:
    /// Repeats `attempt` until it is done. Every byte counts against the same deadline: a drip of them gains nothing.
    template <class Attempt>
    std::size_t transfer(Direction direction, const Deadline& deadline, Attempt attempt) {
        for (;;) {
            if (deadline.remaining().count() == 0) throw DeadlinePassed();
            const ssize_t count = attempt();
            if (count >= 0) return static_cast<std::size_t>(count);
            if (errno != EAGAIN && errno != EINTR)
                throw ExchangeFailed(peer_ + " broke the connection", Failure::broken);
            wait_until_ready(socket_.get(), direction, deadline);
        }
    }

    const UniqueFd socket_;
    const std::string peer_;
};

std::vector<IPAddress> resolve(const std::string& host) {
    IPAddress literal;
    if (IPAddress::tryParse(host, literal)) return {literal};
    std::vector<IPAddress> addresses;
    try {
        addresses = Poco::Net::DNS::hostByName(host).addresses();
    } catch (const Poco::Exception&) {
        throw ExchangeFailed("the name '" + host + "' cannot be resolved; check it, and this machine's DNS",
                             Failure::unresolved);
    }
    // A resolver may be told to point localhost elsewhere.
    if (is_loopback(host) &&
        !std::all_of(addresses.begin(), addresses.end(), [](const IPAddress& address) { return address.isLoopback(); }))
        throw Error("refused: '" + host + "' is not a loopback address on this machine");
    return addresses;
}

/// Close-on-exec from the start: errand starts task processes, and none may inherit a connection.
UniqueFd connect_socket(const SocketAddress& address, const Deadline& deadline) {
    UniqueFd fd(::socket(address.af(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!fd) throw system_error("socket");
    int problem = ::connect(fd.get(), address.addr(), address.length()) == 0 ? 0 : errno;
    if (problem == EINPROGRESS) {
        wait_until_ready(fd.get(), Direction::write, deadline);
        socklen_t size = sizeof problem;
        ::getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &problem, &size);
    }
    if (problem != 0) throw system_error(problem, "connect");
    const int on = 1;
    ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

std::string describe(const std::error_code& error, const std::string& peer) {
    if (error.value() == ECONNREFUSED)
        return "the connection to " + peer + " was refused; check that the service runs, and the port";
    return "no connection to " + peer + " (" + error.message() + "); check the network";
}

}  // namespace

std::unique_ptr<Connection> open_tcp_connection(const HttpUrl& url, std::chrono::milliseconds limit,
                                                const Deadline& deadline) {
    std::string problem = "the name '" + url.host + "' has no address; check it";
    for (const IPAddress& address : resolve(url.host)) {
        const Deadline own = deadline.within(limit);
        try {
            return std::make_unique<TcpConnection>(connect_socket({address, url.port}, own), url.peer());
        } catch (const DeadlinePassed&) {
            problem = "no connection to " + url.peer() + " within " + format_duration(own.allowed()) +
                      "; check the network, and firewalls";
        } catch (const std::system_error& error) {
            problem = describe(error.code(), url.peer());
        }
    }
    throw ExchangeFailed(problem, Failure::unconnected);
}

}  // namespace errand

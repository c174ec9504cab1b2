#include "http/tcp_connection.hpp"

#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <memory>

#include "base/error.hpp"
#include "base/unique_fd.hpp"
#include "base/units.hpp"
#include "http/http_error.hpp"
#include "http/ip_address.hpp"
#include "http/socket_wait.hpp"

namespace errand {

namespace {

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

struct FreeAddresses {
    void operator()(addrinfo* first) const { ::freeaddrinfo(first); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

bool leads_to_loopback(const addrinfo& found) {
    std::array<char, NI_MAXHOST> text = {};
    if (::getnameinfo(found.ai_addr, found.ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) != 0)
        return false;
    const auto address = IpAddress::parse(text.data());
    return address && address->is_loopback();
}

/// A list of one at least. Source: getaddrinfo(3).
Addresses resolve(const HttpUrl& url) {
    addrinfo hints = {};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
    if (IpAddress::parse(url.host)) hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    addrinfo* first = nullptr;
    if (::getaddrinfo(url.host.c_str(), std::to_string(url.port).c_str(), &hints, &first) != 0)
        throw ExchangeFailed("the name '" + url.host + "' cannot be resolved; check it, and this machine's DNS",
                             Failure::unresolved);
    Addresses addresses(first);
    // A resolver may be told to point localhost elsewhere.
    if (!is_loopback(url.host)) return addresses;
    for (const addrinfo* found = first; found; found = found->ai_next)
        if (!leads_to_loopback(*found))
            throw Error("refused: '" + url.host + "' is not a loopback address on this machine");
    return addresses;
}

/// Close-on-exec from the start: errand starts task processes, and none may inherit a connection.
UniqueFd connect_socket(const addrinfo& address, const Deadline& deadline) {
    UniqueFd fd(::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!fd) throw system_error("socket");
    int problem = ::connect(fd.get(), address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno;
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
    std::string problem;
    const Addresses addresses = resolve(url);
    for (const addrinfo* address = addresses.get(); address; address = address->ai_next) {
        const Deadline own = deadline.within(limit);
        try {
            return std::make_unique<TcpConnection>(connect_socket(*address, own), url.peer());
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

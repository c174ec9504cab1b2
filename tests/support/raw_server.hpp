#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/unique_fd.hpp"

namespace errand::testing {

/// One thing that a RawServer does after it has read a request.
struct Play {
    enum class Kind { send, pause, hold, hang, reset };

    Kind kind = Kind::send;
    std::string bytes = {};
    std::chrono::milliseconds duration = {};
    int gate = -1;
};

inline Play send(std::string bytes) { return {Play::Kind::send, std::move(bytes), {}}; }
inline Play pause(std::chrono::milliseconds duration) { return {Play::Kind::pause, {}, duration}; }
/// Until there is something to read from the descriptor `gate`, which outlives the server.
inline Play hold(int gate) { return {Play::Kind::hold, {}, {}, gate}; }
/// Until the client closes, or the server ends.
inline Play hang() { return {Play::Kind::hang, {}, {}}; }
/// Breaks the connection off with a TCP reset.
inline Play reset() { return {Play::Kind::reset, {}, {}}; }

/// A whole answer with its Content-Length. `headers` are lines that end in CRLF.
inline Play answer(int status, const std::string& body, const std::string& headers = {}) {
    return send("HTTP/1.1 " + std::to_string(status) + " Status\r\n" + headers +
                "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
}

using Answer = std::vector<Play>;
/// What is played for the requests of one connection, in order; then the connection is closed.
using ConnectionScript = std::vector<Answer>;
/// One script for each connection, in order; further connections are closed at once.
using ServerScript = std::vector<ConnectionScript>;

/// A plain TCP connection, as the channel of a RawServer.
class PlainChannel {
public:
    struct Setup {};

    PlainChannel(int fd, const Setup&) : fd_(fd) {}

    bool accept() { return true; }
    ssize_t receive(char* buffer, std::size_t size) { return ::recv(fd_, buffer, size, 0); }
    bool send(const std::string& bytes) {
        return ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
    }

private:
    int fd_;
};

/// A server on an ephemeral port of 127.0.0.1 that plays raw bytes, right or wrong, and keeps what it was sent.
template <class Channel>
class BasicRawServer {
public:
    explicit BasicRawServer(ServerScript script, typename Channel::Setup setup = {})
        : script_(std::move(script)), setup_(std::move(setup)), listener_(listen()), stop_(::eventfd(0, EFD_CLOEXEC)) {
        acceptor_ = std::thread([this] { accept_all(); });
    }
    ~BasicRawServer() {
        ::eventfd_write(stop_.get(), 1);
        acceptor_.join();
        for (std::thread& player : players_) player.join();
    }
    BasicRawServer(const BasicRawServer&) = delete;
    BasicRawServer& operator=(const BasicRawServer&) = delete;

    std::uint16_t port() const { return port_; }
    std::string peer() const { return "127.0.0.1:" + std::to_string(port_); }
    std::string url(const std::string& path = "/") const { return "http://" + peer() + path; }

    /// The requests as they came, in the order in which they were complete.
    std::vector<std::string> requests() const {
        const std::lock_guard lock(mutex_);
        return requests_;
    }
    /// Waits until there are that many. False after a minute.
    bool wait_for_requests(std::size_t count) const {
        std::unique_lock lock(mutex_);
        return came_.wait_for(lock, std::chrono::minutes(1), [&] { return requests_.size() >= count; });
    }
    std::size_t connections() const {
        const std::lock_guard lock(mutex_);
        return connections_;
    }

private:
    UniqueFd listen() {
        UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(fd.get(), reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(fd.get(), 16) != 0 ||
            ::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
            throw std::runtime_error("the raw server cannot listen");
        port_ = ntohs(address.sin_port);
        return fd;
    }

    /// False when the server ends first. A negative limit means none.
    bool wait_readable(int fd, int limit_ms = -1) const {
        pollfd waits[] = {{stop_.get(), POLLIN, 0}, {fd, POLLIN, 0}};
        ::poll(waits, fd < 0 ? 1 : 2, limit_ms);
        return waits[0].revents == 0;
    }

    void accept_all() {
        for (std::size_t number = 0; wait_readable(listener_.get()); ++number) {
            UniqueFd fd(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
            const ConnectionScript script = number < script_.size() ? script_[number] : ConnectionScript();
            const std::lock_guard lock(mutex_);
            ++connections_;
            players_.emplace_back([this, script, connection = std::move(fd)] { play(script, connection.get()); });
        }
    }

    void play(const ConnectionScript& script, int fd) {
        Channel channel(fd, setup_);
        if (!channel.accept()) return;
        std::string received;
        for (const Answer& reply : script) {
            if (!read_request(channel, fd, received)) return;
            for (const Play& step : reply)
                if (!do_step(step, channel, fd)) return;
        }
    }

    bool do_step(const Play& step, Channel& channel, int fd) {
        switch (step.kind) {
            case Play::Kind::send:
                return channel.send(step.bytes);
            case Play::Kind::pause:
                return wait_readable(-1, static_cast<int>(step.duration.count()));
            case Play::Kind::hold:
                return wait_readable(step.gate);
            case Play::Kind::hang:
                wait_readable(fd);
                return false;
            case Play::Kind::reset:
                const linger at_once = {1, 0};
                ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
                return false;
        }
        return false;
    }

    /// Reads one request off the front of what comes, and keeps it.
    bool read_request(Channel& channel, int fd, std::string& received) {
        std::size_t size = 0;
        while ((size = request_size(received)) > received.size() || size == 0) {
            char buffer[4096];
            if (!wait_readable(fd)) return false;
            const ssize_t count = channel.receive(buffer, sizeof buffer);
            if (count <= 0) return false;
            received.append(buffer, static_cast<std::size_t>(count));
        }
        const std::lock_guard lock(mutex_);
        requests_.push_back(received.substr(0, size));
        came_.notify_all();
        received.erase(0, size);
        return true;
    }

    /// Zero while the head is not complete.
    static std::size_t request_size(const std::string& received) {
        const std::size_t end = received.find("\r\n\r\n");
        if (end == std::string::npos) return 0;
        const std::size_t field = received.find("\r\nContent-Length: ");
        const bool has_body = field != std::string::npos && field < end;
        return end + 4 + (has_body ? std::strtoul(received.c_str() + field + 18, nullptr, 10) : 0);
    }

    const ServerScript script_;
    const typename Channel::Setup setup_;
    std::uint16_t port_ = 0;
    const UniqueFd listener_;
    const UniqueFd stop_;
    mutable std::mutex mutex_;
    mutable std::condition_variable came_;
    std::vector<std::string> requests_;
    std::size_t connections_ = 0;
    std::vector<std::thread> players_;
    std::thread acceptor_;
};

using RawServer = BasicRawServer<PlainChannel>;

}  // namespace errand::testing

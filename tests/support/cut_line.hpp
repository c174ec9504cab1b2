#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <atomic>
#include <string>
#include <thread>

#include "base/error.hpp"
#include "base/event.hpp"
#include "base/poll_set.hpp"
#include "base/unique_fd.hpp"
#include "support/temporary_directory.hpp"

namespace errand::testing {

/// The socket of a PostgreSQL server, which passes on what a client and the server behind it say, one connection after
/// the other, and breaks one where the answer to a given message gets lost.
///
/// Thread-safety: cut_at() is for when the client waits for nothing.
class CutLine {
public:
    /// \param server the directory of its socket
    explicit CutLine(const std::string& server) : server_(address(server)) {
        const sockaddr_un own = address(directory());
        if (::bind(listener_.get(), as_address(own), sizeof own) != 0 || ::listen(listener_.get(), 16) != 0)
            throw system_error(own.sun_path);
        thread_ = std::thread([this] { serve(); });
    }
    ~CutLine() {
        end_.set();
        thread_.join();
    }
    CutLine(const CutLine&) = delete;
    CutLine& operator=(const CutLine&) = delete;

    /// For the `host` of a URL.
    std::string directory() const { return directory_.path(); }

    /// Breaks the connection once the server has done what the client's message number `count` says, from now on and
    /// over all connections.
    void cut_at(int count) { left_ = count; }
    /// Whether that message came.
    bool is_cut() const { return left_ == 0; }

private:
    static sockaddr_un address(const std::string& directory) {
        sockaddr_un address = {};
        address.sun_family = AF_UNIX;
        const std::string path = directory + "/.s.PGSQL.5432";
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        return address;
    }
    static const sockaddr* as_address(const sockaddr_un& address) {
        return reinterpret_cast<const sockaddr*>(&address);
    }
    static UniqueFd make_socket() { return UniqueFd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)); }

    void serve() {
        for (;;) {
            PollSet poll;
            const std::size_t end = poll.add(end_.descriptor());
            poll.add(listener_.get());
            poll.wait(std::chrono::hours(1));
            if (poll.is_ready(end)) return;
            const UniqueFd client(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
            const UniqueFd server = make_socket();
            if (client && ::connect(server.get(), as_address(server_), sizeof server_) == 0)
                pass_on(client.get(), server.get());
        }
    }

    /// Until either side ends, or it is cut.
    void pass_on(int client, int server) {
        for (;;) {
            PollSet poll;
            const std::size_t end = poll.add(end_.descriptor());
            const std::size_t said = poll.add(client);
            const std::size_t answered = poll.add(server);
            poll.wait(std::chrono::hours(1));
            if (poll.is_ready(end)) return;
            if (poll.is_ready(said)) {
                const bool is_last = left_ > 0 && --left_ == 0;
                if (!pass_piece(client, server)) return;
                if (is_last) {
                    ::recv(server, buffer_.data(), 1, MSG_PEEK);
                    return;
                }
            }
            if (poll.is_ready(answered) && !pass_piece(server, client)) return;
        }
    }

    /// False at the end.
    bool pass_piece(int from, int to) {
        const ssize_t count = ::read(from, buffer_.data(), buffer_.size());
        return count > 0 && ::send(to, buffer_.data(), static_cast<std::size_t>(count), MSG_NOSIGNAL) == count;
    }

    TemporaryDirectory directory_;
    const sockaddr_un server_;
    const UniqueFd listener_ = make_socket();
    const Event end_;
    std::array<char, 65536> buffer_ = {};
    std::atomic<int> left_ = -1;
    std::thread thread_;
};

}  // namespace errand::testing

#include "http/connection.hpp"

#include <Poco/Net/DNS.h>
#include <Poco/Net/HostEntry.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <fcntl.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "base/logger.hpp"
#include "base/units.hpp"
#include "http/socket_io.hpp"
#include "http/tls_handshake.hpp"

namespace errand {

namespace {

using Poco::Net::IPAddress;
using Poco::Net::StreamSocket;

int clamp_to_int(std::size_t size) {
    return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

class SocketConnection final : public Connection {
public:
    SocketConnection(const StreamSocket& socket, std::string peer) : socket_(socket), peer_(std::move(peer)) {}
    ~SocketConnection() override {
        const SigpipeBlocked guard;  // TLS says goodbye.
        try {
            socket_.close();
        } catch (const Poco::Exception&) {  // The peer is gone already.
        }
        // Letting go of a connection that could not be closed says goodbye once more, and must not do so later.
        socket_ = StreamSocket();
    }
    SocketConnection(const SocketConnection&) = delete;
    SocketConnection& operator=(const SocketConnection&) = delete;

    void write(std::string_view bytes, const Deadline& deadline) override {
        const SigpipeBlocked guard;
        while (!bytes.empty())
            bytes.remove_prefix(transfer(Direction::write, deadline,
                                         [&] { return socket_.sendBytes(bytes.data(), clamp_to_int(bytes.size())); }));
    }

    std::size_t read(char* buffer, std::size_t size, const Deadline& deadline) override {
        const SigpipeBlocked guard;  // TLS may have to write in order to read.
        return transfer(Direction::read, deadline, [&] { return socket_.receiveBytes(buffer, clamp_to_int(size)); });
    }

    bool is_stale() override {
        return socket_.poll(Poco::Timespan(0), StreamSocket::SELECT_READ | StreamSocket::SELECT_ERROR);
    }

private:
    std::size_t transfer(Direction direction, const Deadline& deadline, const std::function<int()>& attempt) {
        try {
            return static_cast<std::size_t>(finish(socket_, direction, deadline, attempt));
        } catch (const Poco::Exception&) {
            throw ServiceUnreachable(peer_ + " broke the connection");
        }
    }

    StreamSocket socket_;
    const std::string peer_;
};

std::vector<IPAddress> resolve(const HttpUrl& url) {
    IPAddress literal;
    if (IPAddress::tryParse(url.host, literal)) return {literal};
    std::vector<IPAddress> addresses;
    try {
        addresses = Poco::Net::DNS::hostByName(url.host).addresses();
    } catch (const Poco::Exception&) {
        throw ServiceUnreachable("the name '" + url.host + "' cannot be resolved; check it, and this machine's DNS");
    }
    // A resolver may be told to point localhost elsewhere.
    if (is_loopback(url.host) &&
        !std::all_of(addresses.begin(), addresses.end(), [](const IPAddress& address) { return address.isLoopback(); }))
        throw Error("refused: '" + url.host + "' is not a loopback address on this machine");
    return addresses;
}

class SocketConnector final : public Connector {
public:
    explicit SocketConnector(const HttpClientSettings& settings)
        : connect_timeout_(settings.connect_timeout),
          tls_(settings.ca_file.empty() ? settings.ca_directory : settings.ca_file) {}

    std::unique_ptr<Connection> open(const HttpUrl& url, const Deadline& deadline) override {
        StreamSocket socket = connect(url, deadline);
        // errand starts task processes: none may inherit a connection. Poco's sockets are not close-on-exec.
        ::fcntl(socket.impl()->sockfd(), F_SETFD, FD_CLOEXEC);
        socket.setBlocking(false);
        socket.setNoDelay(true);
        if (url.is_secure) socket = secure(socket, url, deadline);
        return std::make_unique<SocketConnection>(socket, url.peer());
    }

private:
    StreamSocket connect(const HttpUrl& url, const Deadline& deadline) {
        std::string problem = "the name '" + url.host + "' has no address; check it";
        for (const IPAddress& address : resolve(url)) {
            const Deadline limit = deadline.within(connect_timeout_);
            try {
                StreamSocket socket;
                socket.connect({address, url.port}, Poco::Timespan(limit.remaining().count()));
                return socket;
            } catch (const Poco::Net::ConnectionRefusedException&) {
                problem = "the connection to " + url.peer() + " was refused; check that the service runs, and the port";
            } catch (const Poco::TimeoutException&) {
                problem = "no connection to " + url.peer() + " within " + format_duration(limit.allowed()) +
                          "; check the network, and firewalls";
            } catch (const Poco::Exception& error) {
                problem = "no connection to " + url.peer() + " (" + printable(error.displayText(), 200) +
                          "); check the network";
            }
        }
        throw ServiceUnreachable(problem);
    }

    StreamSocket secure(const StreamSocket& socket, const HttpUrl& url, const Deadline& deadline) {
        const SigpipeBlocked guard;
        const Deadline limit = deadline.within(connect_timeout_);
        try {
            return tls_.secure(socket, url, limit);
        } catch (const DeadlinePassed&) {
            throw ServiceUnreachable("no TLS handshake with " + url.peer() + " within " +
                                     format_duration(limit.allowed()) + "; check that it speaks TLS");
        } catch (const Poco::Exception&) {
            throw ServiceUnreachable(url.peer() +
                                     " broke the connection during the TLS handshake; check that it speaks TLS");
        }
    }

    const std::chrono::milliseconds connect_timeout_;
    TlsHandshake tls_;
};

}  // namespace

std::unique_ptr<Connector> make_connector(const HttpClientSettings& settings) {
    return std::make_unique<SocketConnector>(settings);
}

}  // namespace errand

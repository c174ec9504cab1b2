#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>

#include "base/error.hpp"
#include "base/unique_fd.hpp"

namespace errand::testing {

/// A port of 127.0.0.1 that the kernel gives to nobody else while this object lives, but on which a server that sets
/// SO_REUSEADDR can listen, end, and listen again.
class ReservedPort {
public:
    ReservedPort() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        const int on = 1;
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::setsockopt(socket_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
            ::bind(socket_.get(), reinterpret_cast<sockaddr*>(&address), size) != 0 ||
            ::getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
            throw system_error("a port of 127.0.0.1");
        number_ = ntohs(address.sin_port);
    }

    std::uint16_t number() const { return number_; }

private:
    UniqueFd socket_;
    std::uint16_t number_ = 0;
};

}  // namespace errand::testing

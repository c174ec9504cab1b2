#pragma once

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>

#include "base/error.hpp"
#include "base/unique_fd.hpp"

namespace errand::testing {

/// Two descriptors that are joined, close-on-exec.
struct DescriptorPair {
    UniqueFd first;
    UniqueFd second;
};

/// `first` reads what is written to `second`.
inline DescriptorPair make_pipe() {
    int ends[2] = {};
    if (::pipe2(ends, O_CLOEXEC) != 0) throw system_error("pipe");
    return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

/// Both ways.
inline DescriptorPair make_socket_pair() {
    int ends[2] = {};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) throw system_error("socketpair");
    return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

/// Everything until the other end is closed.
inline std::string read_to_end(int descriptor) {
    std::string text;
    std::array<char, 4096> buffer;
    for (;;) {
        const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
        if (count <= 0) return text;
        text.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

/// One line without its end, read byte by byte: nothing after it is lost.
inline std::string read_line(int descriptor) {
    std::string line;
    char byte = 0;
    while (::read(descriptor, &byte, 1) == 1 && byte != '\n') line += byte;
    return line;
}

}  // namespace errand::testing

#include "base/passed_descriptors.hpp"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/error.hpp"

namespace errand {

namespace {

constexpr std::size_t kMost = 16;

/// With one byte, since descriptors only go along with data.
class Message {
public:
    Message() {
        header_.msg_iov = &data_;
        header_.msg_iovlen = 1;
        header_.msg_control = control_.data();
        header_.msg_controllen = control_.size();
    }
    Message(const Message&) = delete;
    Message& operator=(const Message&) = delete;

    msghdr* header() { return &header_; }

    void put(const std::vector<int>& descriptors) {
        const std::size_t size = descriptors.size() * sizeof(int);
        header_.msg_controllen = CMSG_SPACE(size);
        cmsghdr* part = CMSG_FIRSTHDR(&header_);
        part->cmsg_level = SOL_SOCKET;
        part->cmsg_type = SCM_RIGHTS;
        part->cmsg_len = CMSG_LEN(size);
        std::memcpy(CMSG_DATA(part), descriptors.data(), size);
    }

    std::vector<UniqueFd> take() {
        std::vector<UniqueFd> taken;
        const cmsghdr* part = CMSG_FIRSTHDR(&header_);
        if (!part || part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) return taken;
        std::vector<int> descriptors((part->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        std::memcpy(descriptors.data(), CMSG_DATA(part), descriptors.size() * sizeof(int));
        for (const int descriptor : descriptors) taken.emplace_back(descriptor);
        return taken;
    }

private:
    char byte_ = 0;
    iovec data_ = {&byte_, 1};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(kMost * sizeof(int))> control_{};
    msghdr header_ = {};
};

}  // namespace

bool pass_descriptors(int socket, const std::vector<int>& descriptors) {
    if (descriptors.size() > kMost) throw system_error(E2BIG, "cannot pass on descriptors");
    Message message;
    message.put(descriptors);
    if (::sendmsg(socket, message.header(), MSG_NOSIGNAL | MSG_DONTWAIT) == 1) return true;
    if (errno == EPIPE || errno == ECONNRESET || errno == EAGAIN) return false;
    throw system_error("cannot pass on descriptors");
}

std::vector<UniqueFd> receive_descriptors(int socket) {
    Message message;
    ssize_t count = 0;
    while ((count = ::recvmsg(socket, message.header(), MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR) {
    }
    if (count < 0 && errno != ECONNRESET) throw system_error("cannot receive descriptors");
    return message.take();
}

}  // namespace errand

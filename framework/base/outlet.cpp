#include "base/outlet.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <string>

namespace errand {

namespace {

/// Nothing when this user may not, when nobody reads, or when `descriptor` is not for writing.
UniqueFd open_again(int descriptor) {
    const int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY) return {};
    const std::string path = "/proc/self/fd/" + std::to_string(descriptor);
    return UniqueFd(::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
}

bool is_ready(int descriptor) {
    pollfd wait = {descriptor, POLLOUT, 0};
    return poll(&wait, 1, 0) > 0;
}

}  // namespace

Outlet::Outlet(int descriptor) : shared_(descriptor) {
    struct stat status = {};
    if (fstat(descriptor, &status) != 0) return;
    if (S_ISREG(status.st_mode)) {
        kind_ = Kind::patient;
    } else if (S_ISSOCK(status.st_mode)) {
        kind_ = Kind::socket;
    } else if ((own_ = open_again(descriptor))) {
        kind_ = Kind::opened_again;
    }
}

ssize_t Outlet::write(std::string_view bytes) const {
    const ssize_t count = try_to_write(bytes);
    return count < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : count;
}

ssize_t Outlet::try_to_write(std::string_view bytes) const {
    switch (kind_) {
        case Kind::socket:
            return ::send(shared_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        case Kind::cautious:
            return is_ready(shared_)
                       ? ::write(shared_, bytes.substr(0, PIPE_BUF).data(), bytes.substr(0, PIPE_BUF).size())
                       : 0;
        case Kind::patient:
        case Kind::opened_again:
            break;
    }
    return ::write(descriptor(), bytes.data(), bytes.size());
}

}  // namespace errand

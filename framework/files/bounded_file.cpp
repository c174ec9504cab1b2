#include "errand/files/bounded_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "errand/error.hpp"
#include "errand/files/descriptor.hpp"

namespace errand {

namespace {

[[noreturn]] void refuse_to_read(const std::string& path, const std::string& why) {
    throw Error("cannot read " + path + ": " + why);
}

}  // namespace

std::optional<std::string> read_bounded_file(const std::string& path, std::int64_t largest) {
    // Without waiting for somebody who writes to a named pipe.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
    struct stat status = {};
    if (!file || ::fstat(file.get(), &status) != 0) refuse_to_read(path, std::strerror(errno));
    if (!S_ISREG(status.st_mode)) refuse_to_read(path, "it is no regular file");

    std::string text;
    std::array<char, 16384> part;
    // Not by its size: it may grow, and files in /proc have none.
    while (const ssize_t count = ::read(file.get(), part.data(), part.size())) {
        if (count < 0 && errno != EINTR) refuse_to_read(path, std::strerror(errno));
        if (count > 0) text.append(part.data(), static_cast<std::size_t>(count));
        if (static_cast<std::int64_t>(text.size()) > largest)
            refuse_to_read(path, "it has more than the " + std::to_string(largest) + " bytes that are allowed");
    }
    return text;
}

}  // namespace errand

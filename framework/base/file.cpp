#include "base/file.hpp"

#include <fcntl.h>

#include <cerrno>
#include <cstdlib>

#include "base/error.hpp"

namespace errand {

UniqueFd open_regular_file(const std::filesystem::path& path) {
    UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!fd) throw system_error(path.string());
    const mode_t mode = status_of(fd.get(), path).st_mode;
    if (S_ISDIR(mode)) throw system_error(EISDIR, path.string());
    if (!S_ISREG(mode)) throw system_error(EINVAL, path.string() + " is not a regular file");
    return fd;
}

struct stat status_of(int fd, const std::filesystem::path& path) {
    struct stat status = {};
    if (::fstat(fd, &status) != 0) throw system_error(path.string());
    return status;
}

std::string read_all(int fd, std::size_t limit, const std::filesystem::path& path) {
    std::string content;
    char buffer[16 * 1024];
    for (;;) {
        const ssize_t count = ::read(fd, buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw system_error(path.string());
        if (count == 0) return content;
        content.append(buffer, static_cast<std::size_t>(count));
        if (content.size() > limit) throw system_error(EFBIG, path.string());
    }
}

std::string read_file(const std::filesystem::path& path, std::size_t limit) {
    return read_all(open_regular_file(path).get(), limit, path);
}

namespace {

void write_all(int fd, std::string_view content, const std::string& name) {
    while (!content.empty()) {
        const ssize_t count = ::write(fd, content.data(), content.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw system_error(name);
        content.remove_prefix(static_cast<std::size_t>(count));
    }
}

}  // namespace

void replace_file(const std::filesystem::path& path, std::string_view content, mode_t mode) {
    std::string name = path.string() + ".XXXXXX";
    const UniqueFd fd(::mkostemp(name.data(), O_CLOEXEC));
    if (!fd) throw system_error(name);
    try {
        write_all(fd.get(), content, name);
        if (::fchmod(fd.get(), mode) != 0 || ::fsync(fd.get()) != 0) throw system_error(name);
        if (::rename(name.c_str(), path.c_str()) != 0) throw system_error(path.string());
    } catch (...) {
        ::unlink(name.c_str());
        throw;
    }
}

}  // namespace errand

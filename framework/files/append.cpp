#include "errand/files/append.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "errand/error.hpp"
#include "errand/files/descriptor.hpp"
#include "errand/files/write_all.hpp"
#include "files/sync_directory.hpp"

namespace errand {

namespace {

[[noreturn]] void refuse_to_append(const std::string& path, const std::string& why) {
    throw Error("cannot add to " + path + ": " + why);
}

/// Locked, and a regular file: nothing can be taken back from others.
Descriptor open_for_more(const std::string& path) {
    // Without waiting for somebody who reads from a named pipe.
    Descriptor file(::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0666));
    struct stat status = {};
    if (!file || ::fstat(file.get(), &status) != 0) refuse_to_append(path, std::strerror(errno));
    if (!S_ISREG(status.st_mode)) refuse_to_append(path, "it is no regular file");
    if (::flock(file.get(), LOCK_EX) != 0) refuse_to_append(path, std::strerror(errno));
    return file;
}

}  // namespace

void append_to_file(const std::string& path, std::string_view text, std::optional<mode_t> mode) {
    const Descriptor file = open_for_more(path);
    struct stat before = {};
    if (::fstat(file.get(), &before) != 0) refuse_to_append(path, std::strerror(errno));
    const bool is_kept =
        (!mode || ::fchmod(file.get(), *mode) == 0) && write_all(file.get(), text) && ::fsync(file.get()) == 0;
    if (!is_kept) {
        const int error = errno;
        if (::ftruncate(file.get(), before.st_size) != 0)
            refuse_to_append(path, std::string(std::strerror(error)) + "; a part of it may be there");
        refuse_to_append(path, std::strerror(error));
    }
    sync_directory_of(path);
}

}  // namespace errand

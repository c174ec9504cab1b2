#include "task/declared_path.hpp"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "errand/error.hpp"

namespace errand {

namespace {

namespace fs = std::filesystem;

constexpr int kMostLinks = 40;  // As the kernel's own limit.

/// Fails with ELOOP at any symbolic link on the way.
UniqueFd open_without_links(const fs::path& path, int flags, mode_t mode = 0) {
    open_how how = {};
    how.flags = static_cast<unsigned>(flags | O_CLOEXEC);
    how.mode = mode;
    how.resolve = RESOLVE_NO_SYMLINKS;
    return UniqueFd(static_cast<int>(syscall(SYS_openat2, AT_FDCWD, path.c_str(), &how, sizeof how)));
}

/// `path` with its first symbolic link, root's, replaced by what it leads to. `wanted` is for the message.
fs::path past_first_link(const fs::path& path, const fs::path& wanted) {
    fs::path passed;
    for (auto part = path.begin(); part != path.end(); ++part) {
        passed /= *part;
        struct stat status = {};
        if (::lstat(passed.c_str(), &status) != 0 || !S_ISLNK(status.st_mode)) continue;
        if (status.st_uid != 0)
            throw Error("the declared path " + wanted.string() + " leads through the symbolic link " + passed.string() +
                        ", which is not root's and could be another task's; declare what it leads to");
        fs::path target = passed.parent_path() / fs::read_symlink(passed);
        while (++part != path.end()) target /= *part;
        return target;
    }
    return path;
}

bool make(const fs::path& path) {
    const bool is_directory = !path.has_filename();
    const fs::path entry = is_directory ? path.parent_path() : path;
    if (!is_directory) return static_cast<bool>(open_without_links(entry, O_WRONLY | O_CREAT | O_EXCL, 0666));
    const UniqueFd parent = open_without_links(entry.parent_path(), O_PATH | O_DIRECTORY);
    return parent && ::mkdirat(parent.get(), entry.filename().c_str(), 0777) == 0;
}

}  // namespace

UniqueFd open_declared(const fs::path& wanted, WhenAbsent when_absent) {
    fs::path path = wanted;
    for (int links = 0; links < kMostLinks; ++links) {
        if (UniqueFd found = open_without_links(path, O_PATH)) return found;
        if (errno == ELOOP) {
            path = past_first_link(path, wanted);
            continue;
        }
        if (when_absent == WhenAbsent::leave) return {};
        if (!make(path) && errno != EEXIST)
            throw Error("cannot make " + wanted.string() + ", which the task may write: " + std::strerror(errno));
        when_absent = WhenAbsent::leave;
    }
    throw Error("the declared path " + wanted.string() + ": " + std::strerror(ELOOP));
}

}  // namespace errand

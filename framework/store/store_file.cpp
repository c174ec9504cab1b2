#include "store/store_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <mutex>
#include <system_error>

#include "base/unique_fd.hpp"
#include "store/network_file_system.hpp"
#include "store/store_error.hpp"

namespace errand {

namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
    throw StoreUnusable("the store '" + file.string() + "' " + why);
}

[[noreturn]] void refuse_to_make(const std::filesystem::path& file, const std::string& why) {
    refuse(file, "cannot be made: " + why + "; give this user a directory that it can write to");
}

void make_directory(const std::filesystem::path& file) {
    const std::filesystem::path directory = file.parent_path();
    std::error_code ignored;  // What stands in the way is told by the next step.
    std::filesystem::create_directories(directory.parent_path(), ignored);
    if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) refuse_to_make(file, std::strerror(errno));
}

void check_local(const std::filesystem::path& file) {
    try {
        if (const auto network = network_file_system(file.parent_path()))
            refuse(file, "is on a network file system (" + *network +
                             "), where SQLite's locks cannot be relied on; keep errand's state directory on a disk of "
                             "this host, or the store in PostgreSQL");
    } catch (const std::system_error& error) {
        refuse_to_make(file, error.code().message());
    }
}

void make_file(const std::filesystem::path& file) {
    const UniqueFd made(::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!made && errno != EEXIST) refuse_to_make(file, std::strerror(errno));
    // What SQLite is told to keep must not vanish with the name of its file.
    const UniqueFd directory(::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory) ::fsync(directory.get());
}

void check_private(const std::filesystem::path& file, const struct stat& status) {
    if (!S_ISREG(status.st_mode)) refuse(file, "is not a file; name another place");
    if (status.st_uid != ::geteuid())
        refuse(file, "belongs to uid " + std::to_string(status.st_uid) + "; run errand as that user, or chown " +
                         std::to_string(::geteuid()) + " '" + file.string() + "'");
    if ((status.st_mode & 077) != 0) refuse(file, "is open to others; chmod 600 '" + file.string() + "'");
}

}  // namespace

void prepare_store_file(const std::filesystem::path& file) {
    // Nobody comes as far as opening the file while it is being made: closing it then would drop that one's locks.
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    struct stat status = {};
    if (::stat(file.c_str(), &status) != 0) {
        if (errno != ENOENT) refuse(file, std::string("cannot be reached: ") + std::strerror(errno));
        make_directory(file);
        check_local(file);
        make_file(file);
        if (::stat(file.c_str(), &status) != 0) refuse_to_make(file, std::strerror(errno));
    } else {
        check_local(file);
    }
    check_private(file, status);
    if (::access(file.c_str(), R_OK | W_OK) != 0)
        refuse(file, "cannot be written: " + std::string(std::strerror(errno)) + "; chmod 600 '" + file.string() +
                         "', and look whether its disk is mounted read-only");
}

}  // namespace errand

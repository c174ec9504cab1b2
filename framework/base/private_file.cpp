#include "base/private_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include "base/error.hpp"
#include "base/file.hpp"

namespace errand {

UniqueFd open_private_file(const std::filesystem::path& path, const std::string& kind) {
    const auto refuse = [&](const std::string& problem) {
        throw CommandError(ExitCode::configuration, kind + " '" + path.string() + "' " + problem);
    };
    UniqueFd fd = open_regular_file(path);
    const struct stat status = status_of(fd.get(), path);
    if (status.st_uid != 0 && status.st_uid != ::geteuid())
        refuse("belongs to another user; give it to the one that runs errand: chown " + std::to_string(::geteuid()) +
               " '" + path.string() + "'");
    if ((status.st_mode & 077) != 0)
        refuse("can be read or written by others; close it: chmod 600 '" + path.string() + "'");
    return fd;
}

}  // namespace errand

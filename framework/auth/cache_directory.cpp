#include "auth/cache_directory.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/error.hpp"
#include "base/file.hpp"

namespace errand {

namespace {

constexpr std::size_t kLargestFile = std::size_t{1} << 20;
constexpr mode_t kOthers = 077;
/// One file for all locks: those of different keys are on different bytes, and nothing is left to be cleaned up.
constexpr char kLockFile[] = "lock";

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& problem, const std::string& remedy) {
    throw CommandError(ExitCode::state,
                       "the cache '" + path.string() + "' " + problem + "; " + remedy + " '" + path.string() + "'");
}

void check_private(const struct stat& status, const std::filesystem::path& path) {
    if (status.st_uid != ::geteuid())
        refuse(path, "belongs to uid " + std::to_string(status.st_uid),
               "remove it, or chown " + std::to_string(::geteuid()));
    if ((status.st_mode & kOthers) != 0)
        refuse(path, "is open to others", S_ISDIR(status.st_mode) ? "chmod 700" : "chmod 600");
}

/// A place on the lock file for each key. That two keys meet is all but impossible, and would only make one wait.
/// Source: the FNV-1a hash.
off_t place_of(std::string_view key) {
    std::uint64_t hash = 14'695'981'039'346'656'037U;
    for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
    return static_cast<off_t>(hash >> 2);
}

}  // namespace

void CacheDirectory::make() const {
    std::error_code ignored;  // What stands in the way is told by the next step.
    std::filesystem::create_directories(path_.parent_path(), ignored);
    if (::mkdir(path_.c_str(), 0700) != 0 && errno != EEXIST) throw system_error(path_.string());
    check();
}

void CacheDirectory::check() const {
    struct stat status = {};
    if (::stat(path_.c_str(), &status) != 0) throw system_error(path_.string());
    if (!S_ISDIR(status.st_mode)) throw system_error(ENOTDIR, path_.string());
    check_private(status, path_);
}

std::optional<std::string> CacheDirectory::read(const std::string& name) const {
    const std::filesystem::path file = path_ / name;
    try {
        const UniqueFd fd = open_regular_file(file);
        check();
        check_private(status_of(fd.get(), file), file);
        return read_all(fd.get(), kLargestFile, file);
    } catch (const std::system_error& error) {
        if (error.code() == std::errc::no_such_file_or_directory) return std::nullopt;
        throw;
    }
}

void CacheDirectory::write(const std::string& name, std::string_view content) const {
    make();
    replace_file(path_ / name, content, 0600);
}

void CacheDirectory::set_aside(const std::string& name) const noexcept {
    const std::string from = (path_ / name).string();
    ::rename(from.c_str(), (from + ".damaged").c_str());
}

void CacheDirectory::remove(const std::string& name) const noexcept { ::unlink((path_ / name).c_str()); }

std::vector<std::string> CacheDirectory::names(std::string_view ending) const {
    std::vector<std::string> names;
    if (!std::filesystem::exists(path_)) return names;
    check();
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(ending)) names.push_back(name.substr(0, name.size() - ending.size()));
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::optional<CacheDirectory::Lock> CacheDirectory::try_lock(std::string_view key) const {
    make();
    const std::filesystem::path file = path_ / kLockFile;
    UniqueFd fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd) throw system_error(file.string());
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = place_of(key);
    lock.l_len = 1;
    // Of this open file, not of the process: two threads exclude each other, too.
    if (::fcntl(fd.get(), F_OFD_SETLK, &lock) == 0) return fd;
    if (errno == EAGAIN || errno == EACCES) return std::nullopt;
    throw system_error(file.string());
}

}  // namespace errand

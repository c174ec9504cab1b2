#include "base/trusted_path.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <climits>
#include <deque>
#include <string>
#include <utility>

#include "base/error.hpp"
#include "base/file.hpp"

namespace errand {

namespace {

namespace fs = std::filesystem;

constexpr int kMostLinks = 40;  // As the kernel's own limit.
constexpr mode_t kOthersWrite = S_IWGRP | S_IWOTH;

std::string octal(mode_t mode) {
    std::string digits;
    for (int shift = 9; shift >= 0; shift -= 3) digits += static_cast<char>('0' + ((mode >> shift) & 7));
    return digits;
}

UniqueFd open_at(int directory, const std::string& name, int flags, const fs::path& path) {
    UniqueFd fd(::openat(directory, name.c_str(), flags | O_NOFOLLOW | O_CLOEXEC));
    if (!fd) throw system_error(path.string());
    return fd;
}

/// One walk from / along the parts of a path, checking each thing it steps on.
class Walk {
public:
    Walk(const fs::path& wanted, uid_t user) : wanted_(wanted), user_(user) {
        enter_root();
        const fs::path absolute = fs::absolute(wanted);
        left_.assign(std::next(absolute.begin()), absolute.end());
        while (!left_.empty()) step();
    }

    void require_end_closed() const { require_only_ours_to_write(status_of(here_.get(), wanted_), at_); }

    /// Opens what the walk ended at, as a regular file.
    UniqueFd open_file() const {
        // What it is comes first: who named a directory or a device by mistake is not to change its mode.
        const mode_t kind = status_of(here_.get(), wanted_).st_mode & S_IFMT;
        if (kind == S_IFDIR) throw system_error(EISDIR, wanted_.string());
        if (kind != S_IFREG) throw system_error(EINVAL, wanted_.string() + " is not a regular file");
        require_end_closed();
        UniqueFd fd = open_at(parent_.get(), at_.filename().string(), O_RDONLY | O_NONBLOCK | O_NOCTTY, wanted_);
        const struct stat status = status_of(fd.get(), wanted_);
        if (!S_ISREG(status.st_mode)) throw system_error(EINVAL, wanted_.string() + " is not a regular file");
        require_owner(status, at_);
        require_only_ours_to_write(status, at_);
        return fd;
    }

private:
    void enter_root() {
        at_ = "/";
        here_ = open_at(AT_FDCWD, "/", O_PATH | O_DIRECTORY, wanted_);
        require_owner(status_of(here_.get(), wanted_), at_);
    }

    void step() {
        const std::string name = left_.front().string();
        left_.pop_front();
        if (name.empty() || name == ".") return;
        require_safe_to_pass();
        UniqueFd next = open_at(here_.get(), name, O_PATH, wanted_);
        if (name == "..") {
            at_ = at_.parent_path();
        } else {
            const struct stat status = status_of(next.get(), wanted_);
            require_owner(status, at_ / name);
            if (S_ISLNK(status.st_mode)) return follow(name);
            at_ /= name;
        }
        parent_ = std::exchange(here_, std::move(next));
    }

    void follow(const std::string& name) {
        if (++links_ > kMostLinks) throw system_error(ELOOP, wanted_.string());
        std::array<char, PATH_MAX> target = {};
        const ssize_t length = ::readlinkat(here_.get(), name.c_str(), target.data(), target.size());
        if (length < 0) throw system_error(wanted_.string());
        const fs::path destination(std::string(target.data(), static_cast<std::size_t>(length)));
        left_.insert(left_.begin(), destination.begin(), destination.end());
        if (!destination.is_absolute()) return;
        left_.pop_front();
        enter_root();
    }

    /// Of a directory with more of the path to come.
    void require_safe_to_pass() const {
        const struct stat status = status_of(here_.get(), wanted_);
        const bool keeps_entries = status.st_uid == 0 && (status.st_mode & S_ISVTX) != 0;
        if (S_ISDIR(status.st_mode) && !keeps_entries) require_only_ours_to_write(status, at_);
    }

    void require_owner(const struct stat& status, const fs::path& path) const {
        if (status.st_uid != 0 && status.st_uid != user_)
            refuse(path, "belongs to uid " + std::to_string(status.st_uid) +
                             ", not to root or you; run errand as that user, or chown it");
    }

    void require_only_ours_to_write(const struct stat& status, const fs::path& path) const {
        if ((status.st_mode & kOthersWrite) != 0)
            refuse(path, "is writable by others (mode " + octal(status.st_mode) + "); chmod go-w " + path.string());
    }

    [[noreturn]] void refuse(const fs::path& path, const std::string& what) const {
        const std::string subject = path == wanted_ ? "" : wanted_.string() + ": ";
        throw CommandError(ExitCode::configuration, subject + path.string() + ' ' + what);
    }

    const fs::path& wanted_;
    const uid_t user_;
    fs::path at_;
    UniqueFd parent_;
    UniqueFd here_;
    std::deque<fs::path> left_;
    int links_ = 0;
};

}  // namespace

void require_trusted(const fs::path& path, uid_t user) { Walk(path, user).require_end_closed(); }

UniqueFd open_trusted_file(const fs::path& path, uid_t user) { return Walk(path, user).open_file(); }

}  // namespace errand

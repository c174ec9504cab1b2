#include "errand/files/new_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "errand/error.hpp"

namespace errand {

namespace {

namespace fs = std::filesystem;

/// What was renamed in `directory` stays so after a crash of the machine. Where that cannot be had, as on some network
/// file systems, the file is in its place all the same.
void sync_directory(const std::string& directory) {
    const int fd = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    ::fsync(fd);
    ::close(fd);
}

}  // namespace

NewFile::NewFile(std::string path, const std::string& mark)
    : path_(std::move(path)), directory_(fs::path(path_).parent_path().string()) {
    const std::string name = fs::path(path_).filename().string();
    std::error_code absent;
    if (name.empty() || fs::is_directory(path_, absent))
        throw Error("cannot write " + path_ + ": it names a directory, and not a file in it");
    path_beside_ = directory_ + "/." + name + '.' + mark + ".new";
    fd_ = ::open(path_beside_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd_ < 0) refuse();
}

NewFile::~NewFile() {
    if (fd_ >= 0) ::close(fd_);
    if (!path_beside_.empty()) ::unlink(path_beside_.c_str());
}

void NewFile::put_in_place(std::string_view text, std::optional<mode_t> mode) {
    struct stat replaced = {};
    if (!mode && ::stat(path_.c_str(), &replaced) == 0) mode = replaced.st_mode & 0777;
    if (mode && ::fchmod(fd_, *mode) != 0) refuse();
    write_all(text);
    if (::fsync(fd_) != 0) refuse();
    // Some file systems tell only now that the disk is full.
    if (::close(std::exchange(fd_, -1)) != 0) refuse();
    if (::rename(path_beside_.c_str(), path_.c_str()) != 0) refuse();
    path_beside_.clear();
    sync_directory(directory_);
}

void NewFile::write_all(std::string_view text) const {
    while (!text.empty()) {
        const ssize_t count = ::write(fd_, text.data(), text.size());
        if (count < 0 && errno != EINTR) refuse();
        if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
    }
}

void NewFile::refuse() const { throw Error("cannot write " + path_ + ": " + std::strerror(errno)); }

}  // namespace errand

#include "errand/files/new_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "errand/error.hpp"
#include "errand/files/write_all.hpp"
#include "files/sync_directory.hpp"

namespace errand {

namespace fs = std::filesystem;

NewFile::NewFile(std::string path, const std::string& mark) : path_(std::move(path)) {
    const std::string name = fs::path(path_).filename().string();
    std::error_code absent;
    if (name.empty() || fs::is_directory(path_, absent))
        throw Error("cannot write " + path_ + ": it names a directory, and not a file in it");
    path_beside_ = fs::path(path_).parent_path().string() + "/." + name + '.' + mark + ".new";
    file_ = Descriptor(::open(path_beside_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
    if (!file_) refuse();
}

NewFile::~NewFile() {
    if (!path_beside_.empty()) ::unlink(path_beside_.c_str());
}

void NewFile::put_in_place(std::string_view text, std::optional<mode_t> mode) {
    struct stat replaced = {};
    if (!mode && ::stat(path_.c_str(), &replaced) == 0) mode = replaced.st_mode & 0777;
    if (mode && ::fchmod(file_.get(), *mode) != 0) refuse();
    if (!write_all(file_.get(), text) || ::fsync(file_.get()) != 0) refuse();
    // Some file systems tell only now that the disk is full.
    if (!file_.close()) refuse();
    if (::rename(path_beside_.c_str(), path_.c_str()) != 0) refuse();
    path_beside_.clear();
    sync_directory_of(path_);
}

void NewFile::refuse() const { throw Error("cannot write " + path_ + ": " + std::strerror(errno)); }

}  // namespace errand

#pragma once

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

namespace errand::testing {

/// A directory that only the user can read, gone with everything in it at the end.
class TemporaryDirectory {
public:
    TemporaryDirectory() {
        std::string name = "/tmp/errand-test-XXXXXX";
        if (!::mkdtemp(name.data())) throw std::system_error(errno, std::generic_category(), name);
        path_ = name;
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    ~TemporaryDirectory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    const std::filesystem::path& path() const { return path_; }
    /// Writes a file, with the directories above it, that only the user can write, whatever the umask.
    std::filesystem::path write(const std::string& name, std::string_view content) const {
        const std::filesystem::path file = path_ / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << content;
        using std::filesystem::perms;
        for (auto closed = file; closed != path_; closed = closed.parent_path())
            std::filesystem::permissions(closed, perms::group_write | perms::others_write,
                                         std::filesystem::perm_options::remove);
        return file;
    }

private:
    std::filesystem::path path_;
};

}  // namespace errand::testing

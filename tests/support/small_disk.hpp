#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/unique_fd.hpp"
#include "support/temporary_directory.hpp"
#include "support/workspace.hpp"

namespace errand::testing {

/// A disk that can be full: a file system of 8 MiB and 200 files over a directory, for commands that run on it. Ends
/// with this object.
class SmallDisk {
public:
    /// \param workspace what of the other disks is needed by these commands, besides the programs
    SmallDisk(const std::filesystem::path& directory, const std::filesystem::path& workspace)
        : directory_(directory),
          holder_({{ERRAND_SMALL_DISK, "make", directory.string(), "size=8m,nr_inodes=200,mode=0700",
                    workspace.string(), ERRAND_BUILD_DIR}}),
          is_mounted_(holder_.wait_until_printed("ready")) {}

    /// Whether this kernel lets an ordinary user mount one.
    static bool can_be_made() {
        const TemporaryDirectory directory;
        return SmallDisk(directory.path(), directory.path()).is_mounted_;
    }

    /// The same command, on the disk.
    CommandRequest on(CommandRequest request) const {
        request.words.insert(request.words.begin(), {ERRAND_SMALL_DISK, "enter", std::to_string(holder_.pid())});
        return request;
    }
    /// Where others find the directory.
    std::filesystem::path root() const {
        return "/proc/" + std::to_string(holder_.pid()) + "/root" + directory_.string();
    }

    /// Leaves no byte.
    void fill() const {
        const UniqueFd file(::open((root() / "filler").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
        const std::array<char, 4096> page = {};
        while (::write(file.get(), page.data(), page.size()) > 0) {
        }
    }
    /// Leaves no room for another file or directory, however small.
    void fill_with_files() const {
        std::filesystem::create_directory(root() / "fillers");
        for (int i = 0; std::ofstream(root() / "fillers" / std::to_string(i)); ++i) {
        }
    }
    void make_room() const {
        std::filesystem::remove(root() / "filler");
        std::filesystem::remove_all(root() / "fillers");
    }

private:
    const std::filesystem::path directory_;
    const Command holder_;
    const bool is_mounted_;
};

}  // namespace errand::testing

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/unique_fd.hpp"

namespace errand {

/// A directory of small files that the processes of one user share: mode 0700, the files 0600.
///
/// Thread-safety: all members may be called concurrently, also by other processes.
class CacheDirectory {
public:
    /// Touches nothing yet; the directory is made when it is first written to.
    explicit CacheDirectory(std::filesystem::path path) : path_(std::move(path)) {}

    const std::filesystem::path& path() const { return path_; }

    /// Nothing when there is no such file.
    /// \throws CommandError (state), with the remedy, if the file or the directory belongs to somebody else or is open
    /// to others; std::system_error.
    std::optional<std::string> read(const std::string& name) const;
    /// Readers see the old content or the new one, also after a crash. \throws as read() does.
    void write(const std::string& name, std::string_view content) const;
    /// Takes a file that makes no sense out of the way, to be looked at: `<name>.damaged`. Never fails.
    void set_aside(const std::string& name) const noexcept;
    /// Never fails.
    void remove(const std::string& name) const noexcept;
    /// The files with this ending, without it, sorted. None when there is no directory. \throws as read() does.
    std::vector<std::string> names(std::string_view ending) const;

    /// Held until it is destroyed, or its process ends in whatever way.
    using Lock = UniqueFd;
    /// Nothing while somebody else, be it in this process, holds the lock of this key. \throws as read() does.
    std::optional<Lock> try_lock(std::string_view key) const;

private:
    void make() const;
    void check() const;

    const std::filesystem::path path_;
};

}  // namespace errand

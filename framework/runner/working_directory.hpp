#pragma once

#include <filesystem>
#include <string>

namespace errand {

/// A directory of an attempt's own, mode 0700, removed with all that is in it.
class WorkingDirectory {
public:
    /// \throws std::system_error
    WorkingDirectory(const std::filesystem::path& parent, const std::string& name);
    ~WorkingDirectory();
    WorkingDirectory(const WorkingDirectory&) = delete;
    WorkingDirectory& operator=(const WorkingDirectory&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace errand

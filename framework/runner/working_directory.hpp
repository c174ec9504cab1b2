#pragma once

#include <filesystem>
#include <string>

#include "base/unique_fd.hpp"

namespace errand {

/// A directory of an attempt's own, mode 0700, removed with all that is in it.
///
/// Whoever belongs to the attempt and outlives its plugin, supervisor and init, holds a shared flock(2) of it: when
/// nobody does, its run was killed, and clean_up_after_crashes() removes it.
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
    UniqueFd held_;
};

/// Whether a process of this machine holds a working directory of the run: an attempt is at work, or is being ended.
bool has_attempts(const std::filesystem::path& parent, const std::string& run);

/// A directory that the job names is there, and can be worked in.
/// \throws ValueError that says why not, and what to do
void require_working_directory(const std::filesystem::path& directory);

}  // namespace errand

#pragma once

#include <filesystem>
#include <string>

#include "base/unique_fd.hpp"

namespace errand {

/// The directory of a run, `<runs>/<id>`, with what its attempts printed and logged. It stays if the run begins.
///
/// Its supervisor holds it while it lives; the kernel lets go when that ends, however it ends.
class RunDirectory {
public:
    /// \throws std::system_error
    RunDirectory(const std::filesystem::path& runs, const std::string& run);
    ~RunDirectory();
    RunDirectory(const RunDirectory&) = delete;
    RunDirectory& operator=(const RunDirectory&) = delete;

    const std::filesystem::path& path() const { return path_; }
    /// The run has begun.
    void keep() { is_kept_ = true; }

private:
    const std::filesystem::path path_;
    UniqueFd held_;
    bool is_kept_ = false;
};

/// Whether a process of this machine holds the directory of a run: its supervisor lives.
bool has_supervisor(const std::filesystem::path& runs, const std::string& run);

}  // namespace errand

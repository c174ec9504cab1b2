#include "runner/run_directory.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <system_error>

#include "base/directory_lock.hpp"
#include "base/error.hpp"

namespace errand {

RunDirectory::RunDirectory(const std::filesystem::path& runs, const std::string& run) : path_(runs / run) {
    std::filesystem::create_directories(runs);
    if (::mkdir(path_.c_str(), 0700) != 0) throw system_error("cannot make the directory of the run " + path_.string());
    held_ = hold_directory(path_);
    if (!held_) throw system_error(EBUSY, "cannot hold the directory of the run " + path_.string());
}

RunDirectory::~RunDirectory() {
    if (is_kept_) return;
    std::error_code stays;
    std::filesystem::remove_all(path_, stays);
}

bool has_supervisor(const std::filesystem::path& runs, const std::string& run) { return is_held(runs / run); }

}  // namespace errand

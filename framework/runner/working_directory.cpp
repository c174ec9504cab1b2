#include "runner/working_directory.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/directory_lock.hpp"
#include "base/error.hpp"
#include "errand/error.hpp"

namespace errand {

WorkingDirectory::WorkingDirectory(const std::filesystem::path& parent, const std::string& name) {
    std::filesystem::create_directories(parent);
    // Until it is held, somebody who cleans up may take it for abandoned.
    while (!held_) {
        std::string pattern = parent / (name + "-XXXXXX");
        if (!::mkdtemp(pattern.data())) throw system_error("cannot make a working directory " + pattern);
        path_ = pattern;
        held_ = hold_directory(path_);
    }
}

WorkingDirectory::~WorkingDirectory() {
    std::error_code left_behind;
    std::filesystem::remove_all(path_, left_behind);
}

void require_working_directory(const std::filesystem::path& directory) {
    const UniqueFd opened(::open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (opened && ::faccessat(opened.get(), ".", X_OK, AT_EACCESS) == 0) return;
    const int why = errno;
    throw ValueError("its working_directory " + directory.string() + " cannot be used: " + std::strerror(why) +
                     "; make it, or correct the job");
}

bool has_attempts(const std::filesystem::path& parent, const std::string& run) {
    std::error_code ended;
    for (std::filesystem::directory_iterator entry(parent, ended);
         !ended && entry != std::filesystem::directory_iterator(); entry.increment(ended)) {
        const bool is_of_run = entry->path().filename().string().starts_with(run + '-');
        if (is_of_run && is_held(entry->path())) return true;
    }
    return false;
}

}  // namespace errand

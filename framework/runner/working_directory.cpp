#include "runner/working_directory.hpp"

#include <sys/stat.h>

#include <cstdlib>

#include "base/directory_lock.hpp"
#include "base/error.hpp"

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

}  // namespace errand

#include "runner/working_directory.hpp"

#include <sys/stat.h>

#include <cstdlib>

#include "base/error.hpp"

namespace errand {

WorkingDirectory::WorkingDirectory(const std::filesystem::path& parent, const std::string& name) {
    std::filesystem::create_directories(parent);
    std::string pattern = parent / (name + "-XXXXXX");
    if (!::mkdtemp(pattern.data())) throw system_error("cannot make a working directory " + pattern);
    path_ = pattern;
}

WorkingDirectory::~WorkingDirectory() {
    std::error_code left_behind;
    std::filesystem::remove_all(path_, left_behind);
}

}  // namespace errand

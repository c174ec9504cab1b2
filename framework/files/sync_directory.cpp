#include "files/sync_directory.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "errand/files/descriptor.hpp"

namespace errand {

void sync_directory_of(const std::string& path) {
    const std::string directory = std::filesystem::path(path).parent_path().string();
    const Descriptor opened(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened) ::fsync(opened.get());
}

}  // namespace errand

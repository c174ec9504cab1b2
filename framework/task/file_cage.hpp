#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "errand/task_description.hpp"

namespace errand {

/// What a task may touch besides what every task may.
struct CageDoors {
    /// The plugin's. Other libraries beside it are let in, too, and nothing else that is there.
    std::filesystem::path library;
    /// Read and written; empty for none.
    std::filesystem::path working_directory = {};
    /// Absolute paths. With `any` there is no cage at all: the plugin is trusted.
    FileAccess files = {};
    /// Where the certificate authorities in force are.
    std::vector<std::string> ca_places = {};
};

/// Shuts this process in, for good and with all that it starts. What every task may touch: the programs and libraries
/// of the system, what names and times are looked up in, the system's certificate authorities, a few devices, and what
/// `/proc` says of this process. Neither a terminal nor a shared directory for temporary files is among it.
///
/// Declared files that the task may write are made first if they are not there. Where the kernel has no Landlock, that
/// is all that happens. Call it while the process has one thread.
/// \throws Error about a declared path, as open_declared() does; std::system_error. The process is to end then.
void enter_file_cage(const CageDoors& doors);

}  // namespace errand

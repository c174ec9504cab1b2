#pragma once

#include <filesystem>

#include "base/environment.hpp"

namespace errand {

/// What of the world around the process decides where files are looked for.
struct Surroundings {
    EnvironmentLookup environment;
    std::filesystem::path working_directory;
    bool is_root = false;
    std::filesystem::path system_directory = "/etc/errand";
};

/// Those of this process.
Surroundings real_surroundings();

}  // namespace errand

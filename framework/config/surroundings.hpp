#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/environment.hpp"

namespace errand {

/// What of the world around the process decides where files are looked for.
struct Surroundings {
    EnvironmentLookup environment;
    /// The whole of it, `NAME=value` each, for a command of the operator's.
    std::function<std::vector<std::string>()> all_variables = [] { return std::vector<std::string>(); };
    std::filesystem::path working_directory;
    bool is_root = false;
    std::filesystem::path system_directory = "/etc/errand";
};

/// Those of this process.
Surroundings real_surroundings();

}  // namespace errand

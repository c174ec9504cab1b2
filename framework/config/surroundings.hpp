#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace errand {

/// What of the world around the process decides where files are looked for.
struct Surroundings {
    /// The value of an environment variable, if it is set.
    std::function<std::optional<std::string>(const char* name)> environment;
    std::filesystem::path working_directory;
    bool is_root = false;
    std::filesystem::path system_directory = "/etc/errand";
};

/// Those of this process.
Surroundings real_surroundings();

}  // namespace errand

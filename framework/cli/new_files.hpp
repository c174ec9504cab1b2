#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace errand {

struct NewFile {
    /// Relative to the current directory.
    std::filesystem::path path;
    std::string content;
};

/// A plugin that builds against an installed errand, with a task type and its test.
std::vector<NewFile> plugin_files(const std::string& name);

/// A job file that passes `errand check`.
std::vector<NewFile> job_files(const std::string& name);

}  // namespace errand

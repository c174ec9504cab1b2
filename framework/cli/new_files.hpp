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

/// What an editor completes and checks a job file by; a new job refers to it, beside itself.
constexpr char kSchemaFile[] = "job.schema.json";

/// A job file that passes `errand check`.
NewFile job_file(const std::string& name);

}  // namespace errand

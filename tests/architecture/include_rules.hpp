#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace errand::testing {

struct SourceFile {
    /// From the project's root: `framework/http/connection.cpp`.
    std::string path;
    std::string text;
};

/// The sources and CMakeLists.txt of framework/ and plugins/, in alphabetical order.
std::vector<SourceFile> read_sources(const std::filesystem::path& root);

/// What breaks the rules of include_rules.cpp, as `file:line: what`; empty when all is well.
std::vector<std::string> include_violations(const std::vector<SourceFile>& files);

}  // namespace errand::testing

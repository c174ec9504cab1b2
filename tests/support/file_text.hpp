#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace errand::testing {

/// All that is in a file; nothing when there is none.
inline std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace errand::testing

#pragma once

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>

#include "errand/json.hpp"
#include "errand/value.hpp"

namespace errand::testing {

/// A file of the recorded behaviour of the Globus services, from the directory `ERRAND_SHARED` or `../shared`. Nothing,
/// with a message, where it is not there: it is not part of the project.
inline std::optional<Value> golden(const std::string& name) {
    const char* shared = std::getenv("ERRAND_SHARED");
    const std::string path = std::string(shared ? shared : "../shared") + "/globus/" + name;
    std::ifstream file(path);
    if (!file) {
        std::cerr << "SKIPPED: " << path << " is not there; set ERRAND_SHARED to the directory above globus/\n";
        return std::nullopt;
    }
    return parse_json(std::string(std::istreambuf_iterator<char>(file), {}));
}

}  // namespace errand::testing

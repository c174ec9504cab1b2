#pragma once

#include <regex>
#include <string>

#include "support/workspace.hpp"

namespace errand::testing {

/// What a command printed, with what differs from run to run replaced by TIME, PORT, DURATION and WORKSPACE, so that
/// whole texts can be compared.
inline std::string normalised(std::string text, const Workspace& workspace) {
    const std::string path = workspace.path().string();
    for (std::size_t at = 0; (at = text.find(path, at)) != std::string::npos;)
        text.replace(at, path.size(), "WORKSPACE");
    static const std::regex time(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)");
    static const std::regex port(R"((127\.0\.0\.1|localhost):\d+)");
    static const std::regex duration(
        R"(((succeeded|failed|refused|unreachable|misconfigured|unusable|out) after )[0-9hms]+)");
    text = std::regex_replace(text, time, "TIME");
    text = std::regex_replace(text, port, "$1:PORT");
    return std::regex_replace(text, duration, "$1DURATION");
}

}  // namespace errand::testing

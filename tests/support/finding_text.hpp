#pragma once

#include <sstream>
#include <string>

#include "cli/doctor/finding.hpp"

namespace errand::testing {

/// As `errand doctor` prints it.
inline std::string line_of(const Finding& finding) {
    std::ostringstream out;
    print_findings(out, {finding});
    return out.str();
}

}  // namespace errand::testing

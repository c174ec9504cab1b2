#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace errand::testing {

struct Include {
    /// From 1.
    int line = 0;
    /// Without the quotes or angle brackets.
    std::string path;

    friend bool operator==(const Include&, const Include&) = default;
};

/// The includes of a C++ source, in order; not those in comments and string literals, raw ones too.
std::vector<Include> scan_includes(std::string_view source);

}  // namespace errand::testing

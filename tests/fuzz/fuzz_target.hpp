#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace errand::fuzz {

/// What reads bytes that errand does not trust, and what must hold for whatever these are.
struct Target {
    /// Also the folder of its inputs in tests/fuzz/corpus.
    std::string name;
    /// Ends the process if something that must hold does not.
    void (*run)(std::string_view input);
};

const std::vector<Target>& targets();

/// Ends the process, saying which line is not true, unless `holds`.
void require(bool holds, const char* what);

}  // namespace errand::fuzz

#pragma once

#include <algorithm>
#include <cctype>
#include <string>

namespace errand {

/// `text` with its ASCII letters in lower case, for what compares without case.
inline std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

}  // namespace errand

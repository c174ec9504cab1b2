#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/redaction.hpp"

namespace errand::testing {

/// Adds secrets with the labels `<0>`, `<1>` and so on.
inline void add_all(Redactor& redactor, const std::vector<std::string>& secrets) {
    for (std::size_t i = 0; i < secrets.size(); ++i) redactor.add(secrets[i], "<" + std::to_string(i) + ">");
}

/// What comes out when the text is cut at these places.
inline std::string fed_in_pieces(const Redactor& redactor, std::string_view text,
                                 const std::vector<std::size_t>& cuts) {
    Redaction redaction(redactor);
    std::string out;
    std::size_t at = 0;
    for (const std::size_t cut : cuts) {
        redaction.feed(text.substr(at, cut - at), out);
        at = cut;
    }
    redaction.feed(text.substr(at), out);
    redaction.finish(out);
    return out;
}

inline std::string fed_by_byte(const Redactor& redactor, std::string_view text) {
    std::vector<std::size_t> cuts;
    for (std::size_t i = 0; i < text.size(); ++i) cuts.push_back(i);
    return fed_in_pieces(redactor, text, cuts);
}

}  // namespace errand::testing

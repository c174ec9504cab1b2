#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

#include "config/scalars.hpp"

namespace errand {

/// Reads one of `words`, which name the values of an enumeration in its order; otherwise an unknown `what`.
template <class Enumeration>
std::optional<Enumeration> read_enumerator(const Node& node, std::string_view what,
                                           std::span<const std::string_view> words, Problems& problems) {
    const auto word = read_one_of(node, {words.begin(), words.end()}, what, problems);
    if (!word) return std::nullopt;
    return static_cast<Enumeration>(std::find(words.begin(), words.end(), *word) - words.begin());
}

}  // namespace errand

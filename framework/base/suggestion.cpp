#include "base/suggestion.hpp"

#include <algorithm>
#include <numeric>

namespace errand {

namespace {

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
/// Source: the "optimal string alignment" distance.
std::size_t edit_distance(std::string_view left, std::string_view right) {
    std::vector<std::vector<std::size_t>> cost(left.size() + 1, std::vector<std::size_t>(right.size() + 1));
    std::iota(cost[0].begin(), cost[0].end(), std::size_t{0});
    for (std::size_t i = 1; i <= left.size(); ++i) {
        cost[i][0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const bool same = left[i - 1] == right[j - 1];
            cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
    }
    return cost[left.size()][right.size()];
}

}  // namespace

std::string suggestion(std::string_view word, const std::vector<std::string>& candidates) {
    constexpr std::size_t kLongestWord = 64;  // The distance costs the product of the lengths.
    if (word.size() > kLongestWord) return {};
    std::size_t nearest = std::max<std::size_t>(2, (word.size() + 1) / 2 - 1) + 1;
    const std::string* found = nullptr;
    for (const std::string& candidate : candidates) {
        if (candidate.size() > kLongestWord) continue;
        const std::size_t distance = edit_distance(word, candidate);
        if (distance < nearest && distance < candidate.size()) {
            nearest = distance;
            found = &candidate;
        }
    }
    return found ? ", did you mean '" + *found + "'?" : std::string();
}

}  // namespace errand

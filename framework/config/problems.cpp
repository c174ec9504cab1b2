#include "config/problems.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/logger.hpp"

namespace errand {

namespace {

constexpr std::size_t kMostShown = 50;
constexpr std::array<std::string_view, 6> kSecretWords = {"secret", "passw",      "passphrase",
                                                          "token",  "credential", "key"};

bool looks_secret(std::string_view line) {
    std::string lower(line);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
    return std::any_of(kSecretWords.begin(), kSecretWords.end(),
                       [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

}  // namespace

void Problems::hide(std::size_t begin, std::size_t end) {
    const SourceText& source = sources_.at(begin);
    end = std::min(end, source.end());
    // `end` is where the next thing begins: that one's own line holds nothing of the secret but its indentation.
    while (end > begin &&
           std::string_view(" \t\r\n-").find(source.text_from(end - 1).front()) != std::string_view::npos)
        --end;
    hidden_.emplace_back(begin, std::max(end, begin + 1));
}

bool Problems::may_be_shown(std::size_t offset) const {
    const SourceText& source = sources_.at(offset);
    const std::size_t begin = source.line_begin(offset);
    const std::size_t end = source.line_end(offset);
    const std::string_view line = source.text_from(begin).substr(0, end - begin);
    const bool is_blank = line.find_first_not_of(" \t") == std::string_view::npos;
    if (is_blank || (hides_by_look_ && looks_secret(line))) return false;
    return std::none_of(hidden_.begin(), hidden_.end(),
                        [&](const auto& range) { return range.first <= end && range.second > begin; });
}

void Problems::throw_all() const {
    std::vector<Found> sorted = found_;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Found& a, const Found& b) { return a.offset < b.offset; });
    std::string message;
    std::vector<ConfigProblem> problems;
    for (const Found& found : sorted) {
        problems.push_back({sources_.position(found.offset), printable(found.what)});
        if (problems.size() > kMostShown) continue;
        if (!message.empty()) message += '\n';
        message += to_string(problems.back().where) + ": " + problems.back().what;
        if (may_be_shown(found.offset)) message += '\n' + sources_.at(found.offset).excerpt(found.offset);
    }
    if (problems.size() > kMostShown)
        message += "\nand " + std::to_string(problems.size() - kMostShown) + " more problems";
    throw ConfigError(message, std::move(problems));
}

}  // namespace errand

#include "auth/scope_list.hpp"

#include <algorithm>

namespace errand {

std::vector<std::string> split_scopes(std::string_view scopes) {
    std::vector<std::string> words;
    int depth = 0;
    bool is_inside = false;
    for (const char c : scopes) {
        if (c == '[') ++depth;
        if (c == ']') --depth;
        if (c == ' ' && depth <= 0) {
            is_inside = false;
            continue;
        }
        if (!is_inside) words.emplace_back();
        is_inside = true;
        words.back() += c;
    }
    return words;
}

std::vector<std::string> missing_scopes(const std::vector<std::string>& asked, std::string_view granted) {
    const std::vector<std::string> has = split_scopes(granted);
    std::vector<std::string> missing;
    for (const std::string& item : asked)
        for (const std::string& word : split_scopes(item)) {
            const std::string scope = word.substr(0, word.find('['));
            if (scope.substr(0, 1) != "*" && std::find(has.begin(), has.end(), scope) == has.end())
                missing.push_back(scope);
        }
    return missing;
}

namespace {

std::string joined(const std::vector<std::string>& words, const char* separator) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : separator) + word;
    return text;
}

}  // namespace

std::string space_separated(const std::vector<std::string>& words) { return joined(words, " "); }

std::string comma_separated(const std::vector<std::string>& words) { return joined(words, ", "); }

}  // namespace errand

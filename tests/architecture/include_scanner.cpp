#include "include_scanner.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

namespace errand::testing {

namespace {

/// What an `#include` line names.
std::optional<std::string> included_path(std::string_view line) {
    const auto skip_blanks = [&line] { line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size())); };
    const auto skip = [&line](std::string_view word) {
        const bool found = line.substr(0, word.size()) == word;
        if (found) line.remove_prefix(word.size());
        return found;
    };
    skip_blanks();
    if (!skip("#")) return std::nullopt;
    skip_blanks();
    if (!skip("include")) return std::nullopt;
    skip_blanks();
    if (line.empty() || (line.front() != '"' && line.front() != '<')) return std::nullopt;
    const std::size_t end = line.find(line.front() == '"' ? '"' : '>', 1);
    if (end == std::string_view::npos) return std::nullopt;
    return std::string(line.substr(1, end - 1));
}

/// The length of the comment or literal at the front of `text`, or 0 when there is none.
std::size_t opaque_length(std::string_view text, char before) {
    const auto up_to = [text](std::string_view end, std::size_t from) {
        const std::size_t found = text.find(end, from);
        return found == std::string_view::npos ? text.size() : found + end.size();
    };
    if (text.starts_with("//")) return std::min(text.find('\n'), text.size());
    if (text.starts_with("/*")) return up_to("*/", 2);
    if (text.starts_with("R\"")) {
        const std::size_t open = text.find('(');
        if (open == std::string_view::npos) return 0;
        return up_to(")" + std::string(text.substr(2, open - 2)) + "\"", open);
    }
    // An apostrophe after a digit separates digits.
    const bool is_literal =
        text.starts_with("\"") || (text.starts_with("'") && !std::isxdigit(static_cast<unsigned char>(before)));
    if (!is_literal) return 0;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == text[0] || text[i] == '\n')
            return i + 1;
    }
    return text.size();
}

}  // namespace

std::vector<Include> scan_includes(std::string_view source) {
    std::vector<Include> includes;
    int line = 1;
    char before = '\n';
    while (!source.empty()) {
        const std::string_view rest_of_line = source.substr(0, source.find('\n'));
        std::size_t length = std::max<std::size_t>(opaque_length(source, before), 1);
        if (auto path = before == '\n' ? included_path(rest_of_line) : std::nullopt) {
            includes.push_back({line, std::move(*path)});
            length = std::max<std::size_t>(rest_of_line.size(), 1);
        }
        line +=
            static_cast<int>(std::count(source.begin(), source.begin() + static_cast<std::ptrdiff_t>(length), '\n'));
        before = source[length - 1];
        source.remove_prefix(length);
    }
    return includes;
}

}  // namespace errand::testing

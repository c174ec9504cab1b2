#include "config/source_text.hpp"

#include <algorithm>

#include "base/logger.hpp"
#include "config/utf8.hpp"

namespace errand {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kWidestExcerpt = 120;

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool is_control(std::string_view character) {
    const auto first = static_cast<unsigned char>(character[0]);
    if (first < 0x20) return first != '\t' && first != '\n' && first != '\r';
    // U+0080 to U+009F, which some terminals obey as they do an escape sequence.
    return first == 0x7F || (first == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0);
}

/// What a person may see of `text`, each character of it apart.
std::vector<std::string> visible_characters(std::string_view text) {
    std::vector<std::string> characters;
    while (!text.empty()) {
        const std::size_t length = utf8_character_length(text);
        const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
        characters.push_back(length == 0 || (length > 1 && is_control(character)) ? "\uFFFD" : printable(character));
        text.remove_prefix(character.size());
    }
    return characters;
}

}  // namespace

std::string to_string(const SourcePosition& position) {
    return position.file + ':' + std::to_string(position.line) + ':' + std::to_string(position.column);
}

SourceText::SourceText(std::string_view text, std::string file_name, std::size_t begin)
    : file_name_(std::move(file_name)), directory_(std::filesystem::absolute(file_name_).parent_path()), begin_(begin) {
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    text_ = text;
    line_starts_.push_back(begin);
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '\n' && i + 1 < text.size()) line_starts_.push_back(begin + i + 1);
}

std::size_t SourceText::line_index(std::size_t offset) const {
    const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    return static_cast<std::size_t>(after - line_starts_.begin()) - 1;
}

std::size_t SourceText::line_begin(std::size_t offset) const { return line_starts_[line_index(offset)]; }

std::size_t SourceText::line_end(std::size_t offset) const {
    const std::size_t begin = line_begin(offset);
    const std::string_view rest = text_from(begin);
    std::size_t length = std::min(rest.find('\n'), rest.size());
    if (rest.substr(0, length).ends_with('\r')) --length;
    return begin + length;
}

SourcePosition SourceText::position(std::size_t offset) const {
    const std::size_t begin = line_begin(offset);
    const std::size_t end = std::clamp(offset, begin, line_end(offset));
    return {file_name_, line_index(offset) + 1, count_characters(text_from(begin).substr(0, end - begin)) + 1};
}

std::string SourceText::excerpt(std::size_t offset) const {
    const std::size_t begin = line_begin(offset);
    const std::size_t end = line_end(offset);
    const std::size_t place = std::clamp(offset, begin, end);
    const auto before = visible_characters(text_from(begin).substr(0, place - begin));
    const auto after = visible_characters(text_from(place).substr(0, end - place));

    const std::size_t first = before.size() > kWidestExcerpt * 2 / 3 ? before.size() - kWidestExcerpt * 2 / 3 : 0;
    const std::size_t last = std::min(after.size(), kWidestExcerpt - (before.size() - first));
    std::string line = first > 0 ? "…" : "";
    for (std::size_t i = first; i < before.size(); ++i) line += before[i];
    const std::size_t caret = count_characters(line);
    for (std::size_t i = 0; i < last; ++i) line += after[i];
    if (last < after.size()) line += "…";
    return "    " + line + "\n    " + std::string(caret, ' ') + '^';
}

std::optional<SourceText::Flaw> SourceText::find_flaw() const {
    for (std::string_view rest = text_; !rest.empty();) {
        const std::size_t offset = end() - rest.size();
        const std::size_t length = utf8_character_length(rest);
        if (length == 0) return Flaw{offset, "this is not UTF-8; save the file in that encoding"};
        if (rest.front() == '\0') return Flaw{offset, "a NUL byte; this is not a text file"};
        if (is_control(rest.substr(0, length)))
            return Flaw{offset, "a control character; remove it, or write it as \"\\x..\""};
        rest.remove_prefix(length);
    }
    return std::nullopt;
}

}  // namespace errand

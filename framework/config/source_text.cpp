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

SourceText::SourceText(std::string_view text, std::string file_name) : text_(text), file_name_(std::move(file_name)) {
    if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
    line_starts_.push_back(0);
    for (std::size_t i = 0; i < text_.size(); ++i)
        if (text_[i] == '\n' && i + 1 < text_.size()) line_starts_.push_back(i + 1);
}

std::size_t SourceText::line_index(std::size_t offset) const {
    const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    return static_cast<std::size_t>(after - line_starts_.begin()) - 1;
}

std::size_t SourceText::line_begin(std::size_t offset) const { return line_starts_[line_index(offset)]; }

std::size_t SourceText::line_end(std::size_t offset) const {
    const std::size_t begin = line_begin(offset);
    std::size_t end = std::min(text_.find('\n', begin), text_.size());
    if (end > begin && text_[end - 1] == '\r') --end;
    return end;
}

SourcePosition SourceText::position(std::size_t offset) const {
    const std::size_t begin = line_begin(offset);
    const std::size_t end = std::clamp(offset, begin, line_end(offset));
    return {file_name_, line_index(offset) + 1, count_characters(text_.substr(begin, end - begin)) + 1};
}

std::string SourceText::excerpt(std::size_t offset) const {
    const std::size_t begin = line_begin(offset);
    const std::size_t end = line_end(offset);
    const std::size_t place = std::clamp(offset, begin, end);
    const auto before = visible_characters(text_.substr(begin, place - begin));
    const auto after = visible_characters(text_.substr(place, end - place));

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
    for (std::size_t i = 0; i < text_.size();) {
        const std::size_t length = utf8_character_length(text_.substr(i));
        if (length == 0) return Flaw{i, "this is not UTF-8; save the file in that encoding"};
        if (text_[i] == '\0') return Flaw{i, "a NUL byte; this is not a text file"};
        if (is_control(text_.substr(i, length)))
            return Flaw{i, "a control character; remove it, or write it as \"\\x..\""};
        i += length;
    }
    return std::nullopt;
}

}  // namespace errand

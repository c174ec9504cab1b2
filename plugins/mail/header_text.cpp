#include "header_text.hpp"

#include <algorithm>

#include "errand/answer/visible.hpp"
#include "errand/error.hpp"
#include "json/utf8.hpp"
#include "transfer_encoding.hpp"

namespace errand::mail {

namespace {

constexpr std::size_t kLongestHeaderLine = 76;
/// What 75 characters leave, at most, after `=?UTF-8?B?` and `?=`, in whole groups of base64.
constexpr std::size_t kBytesOfWord = (75 - 12) / 4 * 3;

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

/// Nothing that a reader would decode, and no blanks that folding or a reader would lose.
bool is_plain(std::string_view text) {
    return is_ascii(text) && text.find("=?") == std::string_view::npos && (text.empty() || text.front() != ' ') &&
           (text.empty() || text.back() != ' ');
}

/// What fits of `text` into one encoded word; a character is never cut.
std::string_view beginning_for_word(std::string_view text, std::size_t most) {
    std::size_t size = 0;
    while (size < text.size()) {
        const std::size_t next = std::max<std::size_t>(1, utf8_sequence(text.substr(size)));
        if (size + next > most) break;
        size += next;
    }
    return text.substr(0, size);
}

std::string encoded_words(std::string_view text, std::size_t offset) {
    std::string words;
    // The name of the field is in the way of the first word.
    std::size_t most = kBytesOfWord - std::min((offset + 3) / 4 * 3, kBytesOfWord - 6);
    while (!text.empty()) {
        const std::string_view part = beginning_for_word(text, most);
        words += (words.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + base64(part) + "?=";
        text.remove_prefix(part.size());
        most = kBytesOfWord;
    }
    return words;
}

std::string quoted_string(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

}  // namespace

std::string header_text(std::string_view text, std::size_t offset) {
    if (is_plain(text) && offset + text.size() <= kLongestHeaderLine) return std::string(text);
    return encoded_words(text, offset);
}

std::string header_phrase(std::string_view name) {
    constexpr std::size_t kLongestName = 60;
    // `Reply-To: `, the longest name of a field that it stands in.
    constexpr std::size_t kLongestField = 10;
    if (!is_plain(name) || name.size() > kLongestName) return encoded_words(name, kLongestField);
    const auto is_atom = [](char c) { return is_letter_or_digit(c) || c == ' ' || c == '-' || c == '_'; };
    return std::all_of(name.begin(), name.end(), is_atom) ? std::string(name) : quoted_string(name);
}

std::string filename_parameter(std::string_view name) {
    if (is_ascii(name)) return "filename=" + quoted_string(name);
    std::string encoded = "filename*=UTF-8''";
    constexpr char kDigits[] = "0123456789ABCDEF";
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_letter_or_digit(c) || c == '.' || c == '-' || c == '_')
            encoded += c;
        else
            encoded += {'%', kDigits[byte >> 4], kDigits[byte & 0xF]};
    }
    return encoded;
}

void require_one_line(std::string_view text, const std::string& what) {
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; };
    if (std::any_of(text.begin(), text.end(), is_control))
        throw ValueError(what + " is '" + visible(text, 200) +
                         "', and must not hold a line break or a control character");
}

}  // namespace errand::mail

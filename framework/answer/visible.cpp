#include "errand/answer/visible.hpp"

#include <cstddef>

namespace errand {

namespace {

constexpr char kHex[] = "0123456789abcdef";

/// A character of UTF-8 text; `length` is 0 for a byte that is not UTF-8.
struct Character {
    char32_t code = 0;
    std::size_t length = 0;
};

/// The first character of `text`, which is not empty.
/// Source: RFC 3629 section 3.
Character first_character(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80) return {first, 1};
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length) return {};
    char32_t code = first & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0U) != 0x80U) return {};
        code = (code << 6) | (byte & 0x3FU);
    }
    constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (code < kSmallest[length] || code > 0x10FFFF || is_surrogate) return {};
    return {code, length};
}

bool is_dangerous(char32_t code) {
    const auto within = [code](char32_t first, char32_t last) { return code >= first && code <= last; };
    return within(0, 0x1F) || within(0x7F, 0x9F)                // controls
           || within(0x2028, 0x202E) || within(0x2066, 0x2069)  // separators, direction
           || code == 0x061C || within(0x200E, 0x200F);         // direction marks
}

std::string escape(char32_t code) {
    if (code == '\n') return "\\n";
    if (code == '\t') return "\\t";
    if (code == '\r') return "\\r";
    std::string digits;
    for (; code != 0; code >>= 4) digits.insert(digits.begin(), kHex[code & 15]);
    return "\\u{" + (digits.empty() ? "0" : digits) + "}";
}

}  // namespace

std::string visible(std::string_view text, std::size_t limit) {
    std::string shown;
    while (!text.empty()) {
        if (shown.size() >= limit) return shown + "…";
        const auto [code, length] = first_character(text);
        const auto byte = static_cast<unsigned char>(text.front());
        if (length == 0)
            shown += {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
        else if (is_dangerous(code))
            shown += escape(code);
        else
            shown += text.substr(0, length);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return shown;
}

}  // namespace errand

#include "base/secret_spellings.hpp"

#include <optional>
#include <utility>

namespace errand {

namespace {

using Bytes = std::string_view;

unsigned char byte_at(Bytes bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

std::string hex(std::uint32_t value, int digits) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) text += kDigits[(value >> shift) & 15];
    return text;
}

struct CodePoint {
    std::uint32_t value;
    std::uint32_t bytes;
};

/// The code point that begins there in UTF-8, if one does. It is not strict: nobody writes the escape of what is not
/// well-formed, or who does means this.
/// Source: RFC 3629 section 3.
std::optional<CodePoint> code_point_at(Bytes text, std::size_t at) {
    const unsigned char first = byte_at(text, at);
    if (first < 0x80) return CodePoint{first, 1};
    const std::uint32_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC0 || first >= 0xF8 || text.size() - at < bytes) return std::nullopt;
    std::uint32_t value = first & (0x7FU >> bytes);
    for (std::uint32_t i = 1; i < bytes; ++i) {
        if ((byte_at(text, at + i) & 0xC0) != 0x80) return std::nullopt;
        value = value << 6 | (byte_at(text, at + i) & 0x3FU);
    }
    return CodePoint{value, bytes};
}

/// Source: RFC 8259 section 7.
std::string json_escape(std::uint32_t code_point) {
    if (code_point < 0x10000) return "\\u" + hex(code_point, 4);
    const std::uint32_t above = code_point - 0x10000;
    return "\\u" + hex(0xD800 + (above >> 10), 4) + "\\u" + hex(0xDC00 + (above & 0x3FF), 4);
}

/// `\n` for a line feed; nothing for what has no short escape.
std::string short_json_escape(char c) {
    constexpr std::pair<char, char> kEscapes[] = {{'"', '"'},  {'\\', '\\'}, {'/', '/'},  {'\b', 'b'},
                                                  {'\f', 'f'}, {'\n', 'n'},  {'\r', 'r'}, {'\t', 't'}};
    for (const auto& [escaped, letter] : kEscapes)
        if (escaped == c) return {'\\', letter};
    return {};
}

/// Of one unit, but for the few that are only partly of the secret's bits.
constexpr std::size_t kMostSpellings = 6;

/// A unit is a byte.
class TextSpellings final : public SecretSpellings {
public:
    explicit TextSpellings(std::shared_ptr<const Secret> secret) : SecretSpellings(std::move(secret)) {}

private:
    std::uint32_t units() const override { return static_cast<std::uint32_t>(secret().reveal().size()); }

    std::vector<Spelling> spellings(std::uint32_t unit) const override {
        const Bytes text = secret().reveal();
        const char c = text[unit];
        std::vector<Spelling> found;
        found.reserve(kMostSpellings);
        found.push_back({std::string(1, c)});
        found.push_back({'%' + hex(byte_at(text, unit), 2)});
        found.push_back({"\\x" + hex(byte_at(text, unit), 2)});
        if (c == ' ') found.push_back({"+"});
        if (const std::string escape = short_json_escape(c); !escape.empty()) found.push_back({escape});
        if (const auto point = code_point_at(text, unit)) found.push_back({json_escape(point->value), point->bytes});
        return found;
    }
};

/// A unit is a character of base64, which stands for six bits.
/// Source: RFC 4648 sections 4 and 5.
class Base64Spellings final : public SecretSpellings {
public:
    /// For a secret with so many bytes of its first group of three before it.
    Base64Spellings(std::shared_ptr<const Secret> secret, std::uint32_t bytes_before)
        : SecretSpellings(std::move(secret)), bits_before_(8 * bytes_before % 6) {}

private:
    std::uint32_t units() const override {
        return (bits_before_ + 8 * static_cast<std::uint32_t>(secret().reveal().size()) + 5) / 6;
    }

    std::vector<Spelling> spellings(std::uint32_t unit) const override {
        std::uint32_t mask = 0;
        std::uint32_t bits = 0;
        for (std::uint32_t i = 6 * unit; i < 6 * unit + 6; ++i) {
            const std::optional<bool> bit = bit_of_secret(i);
            mask = mask << 1 | (bit ? 1U : 0U);
            bits = bits << 1 | (bit.value_or(false) ? 1U : 0U);
        }
        std::vector<Spelling> found;
        found.reserve(kMostSpellings);
        for (std::uint32_t value = 0; value < 64; ++value)
            if ((value & mask) == bits) add_character(value, found);
        return found;
    }

    /// The bit at `index` of what the units stand for; nothing where it is not the secret's.
    std::optional<bool> bit_of_secret(std::uint32_t index) const {
        const Bytes text = secret().reveal();
        if (index < bits_before_ || index - bits_before_ >= 8 * text.size()) return std::nullopt;
        const std::uint32_t bit = index - bits_before_;
        return (byte_at(text, bit / 8) >> (7 - bit % 8) & 1) != 0;
    }

    static void add_character(std::uint32_t value, std::vector<Spelling>& found) {
        constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        const char c = kAlphabet[value];
        found.push_back({std::string(1, c)});
        if (c != '+' && c != '/') return;
        found.push_back({c == '+' ? "-" : "_"});
        found.push_back({'%' + hex(static_cast<unsigned char>(c), 2)});
        found.push_back({json_escape(static_cast<unsigned char>(c))});
        if (c == '/') found.push_back({"\\/"});
    }

    const std::uint32_t bits_before_;
};

/// Escapes of two bytes have no digits: `\b` and `\f` are not hexadecimal.
bool is_hex_letter(const std::string& spelling, std::size_t at) {
    return spelling.size() > 2 && at > 0 && spelling[at] >= 'a' && spelling[at] <= 'f';
}

constexpr std::uint32_t kLongestSpelling = 16;

}  // namespace

void SecretSpellings::add_edges(Place from, std::vector<Edge>& edges) const {
    const std::vector<Spelling> all = spellings(from.unit);
    const std::uint32_t at = from.within % kLongestSpelling;
    const std::uint32_t first = from.within / kLongestSpelling;
    const auto end = at == 0 ? static_cast<std::uint32_t>(all.size()) : first + 1;
    for (std::uint32_t which = first; which < end; ++which) {
        const auto& [text, units] = all[which];
        const bool is_last = at + 1 == text.size();
        const Place to = is_last ? Place{from.unit + units, 0} : Place{from.unit, which * kLongestSpelling + at + 1};
        edges.push_back({text[at], to});
        if (is_hex_letter(text, at)) edges.push_back({static_cast<char>(text[at] - 'a' + 'A'), to});
    }
}

std::vector<std::shared_ptr<const SecretSpellings>> spellings_of(std::string_view secret) {
    const auto kept = std::make_shared<const Secret>(std::string(secret));
    return {std::make_shared<const TextSpellings>(kept), std::make_shared<const Base64Spellings>(kept, 0),
            std::make_shared<const Base64Spellings>(kept, 1), std::make_shared<const Base64Spellings>(kept, 2)};
}

}  // namespace errand

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "base/redaction.hpp"
#include "unit/base/fed_in_pieces.hpp"

using namespace errand;
using namespace errand::testing;

BOOST_AUTO_TEST_SUITE(redaction_property)

/// A simple search: it decodes the text at every place, where the redactor encodes the secret.
struct Decoded {
    std::string bytes;
    std::size_t length;
};

std::optional<unsigned> hex_at(std::string_view text, std::size_t at, std::size_t digits) {
    if (at > text.size() || text.size() - at < digits) return std::nullopt;
    const std::string number(text.substr(at, digits));
    if (number.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) return std::nullopt;
    return static_cast<unsigned>(std::stoul(number, nullptr, 16));
}

std::string utf8(unsigned point) {
    const auto tail = [point](int shift) { return static_cast<char>(0x80 | (point >> shift & 0x3F)); };
    if (point < 0x80) return {static_cast<char>(point)};
    if (point < 0x800) return {static_cast<char>(0xC0 | point >> 6), tail(0)};
    if (point < 0x10000) return {static_cast<char>(0xE0 | point >> 12), tail(6), tail(0)};
    return {static_cast<char>(0xF0 | point >> 18), tail(12), tail(6), tail(0)};
}

std::optional<Decoded> json_escape_at(std::string_view text, std::size_t at) {
    if (text.substr(at, 2) != "\\u") return std::nullopt;
    const auto first = hex_at(text, at + 2, 4);
    if (!first) return std::nullopt;
    if (*first < 0xD800 || *first > 0xDFFF) return Decoded{utf8(*first), 6};
    const auto second =
        at + 6 <= text.size() && text.substr(at + 6, 2) == "\\u" ? hex_at(text, at + 8, 4) : std::nullopt;
    if (*first > 0xDBFF || !second || *second < 0xDC00 || *second > 0xDFFF) return std::nullopt;
    return Decoded{utf8(0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00)), 12};
}

/// All that the text at this place may mean.
std::vector<Decoded> decoded_at(std::string_view text, std::size_t at) {
    std::vector<Decoded> all = {{std::string(1, text[at]), 1}};
    if (text[at] == '+') all.push_back({" ", 1});
    if (text[at] == '%' || text.substr(at, 2) == "\\x") {
        const std::size_t before = text[at] == '%' ? 1 : 2;
        if (const auto byte = hex_at(text, at + before, 2))
            all.push_back({std::string(1, static_cast<char>(*byte)), before + 2});
    }
    if (const auto escape = json_escape_at(text, at)) all.push_back(*escape);
    const std::string_view letters = "\"\\/bfnrt";
    const std::size_t letter = text[at] == '\\' && at + 1 < text.size() ? letters.find(text[at + 1]) : letters.npos;
    if (letter != letters.npos) all.push_back({std::string(1, "\"\\/\b\f\n\r\t"[letter]), 2});
    return all;
}

/// Where the secret may end that begins there.
std::set<std::size_t> text_ends(std::string_view text, std::size_t begin, const std::string& secret) {
    std::vector<std::set<std::size_t>> reached(secret.size() + 1);
    reached[0] = {begin};
    for (std::size_t i = 0; i < secret.size(); ++i)
        for (const std::size_t at : reached[i])
            if (at < text.size())
                for (const Decoded& decoded : decoded_at(text, at))
                    if (secret.compare(i, decoded.bytes.size(), decoded.bytes) == 0)
                        reached[i + decoded.bytes.size()].insert(at + decoded.length);
    return reached[secret.size()];
}

/// The six bits of the character of base64 that stands there, and its length.
std::optional<Decoded> six_bits_at(std::string_view text, std::size_t at) {
    const std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (at >= text.size()) return std::nullopt;
    for (const Decoded& decoded : decoded_at(text, at)) {
        const char c = decoded.bytes == "-" ? '+' : decoded.bytes == "_" ? '/' : decoded.bytes[0];
        const std::size_t value = decoded.bytes.size() == 1 ? alphabet.find(c) : alphabet.npos;
        const bool is_escaped = decoded.length > 1;
        if (value == alphabet.npos || text.substr(at, 2) == "\\x") continue;
        if (is_escaped && decoded.bytes != "+" && decoded.bytes != "/") continue;
        std::string bits;
        for (int shift = 5; shift >= 0; --shift) bits += (value >> shift & 1) != 0 ? '1' : '0';
        return Decoded{bits, decoded.length};
    }
    return std::nullopt;
}

std::set<std::size_t> base64_ends(std::string_view text, std::size_t begin, const std::string& secret) {
    std::string wanted;
    for (const char c : secret)
        for (int shift = 7; shift >= 0; --shift)
            wanted += (static_cast<unsigned char>(c) >> shift & 1) != 0 ? '1' : '0';
    std::set<std::size_t> ends;
    for (const std::size_t bits_before : {0U, 2U, 4U}) {
        std::string bits;
        std::size_t at = begin;
        while (bits.size() < bits_before + wanted.size()) {
            const auto six = six_bits_at(text, at);
            if (!six) break;
            bits += six->bytes;
            at += six->length;
        }
        if (bits.size() >= bits_before + wanted.size() && bits.compare(bits_before, wanted.size(), wanted) == 0)
            ends.insert(at);
    }
    return ends;
}

/// With the labels of add_all().
std::string redacted_by_search(const std::vector<std::string>& secrets, std::string_view text) {
    std::string out;
    std::size_t covered = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::size_t longest = 0;
        std::string label;
        for (std::size_t i = 0; i < secrets.size(); ++i) {
            std::set<std::size_t> ends = text_ends(text, at, secrets[i]);
            ends.merge(base64_ends(text, at, secrets[i]));
            if (ends.empty() || *ends.rbegin() <= longest) continue;
            longest = *ends.rbegin();
            label = "<" + std::to_string(i) + ">";
        }
        if (longest > 0 && at >= covered) out += label;
        covered = std::max(covered, longest);
        if (at >= covered) out += text[at];
    }
    return out;
}

/// Makes secrets and texts that are full of them, and of what is nearly one.
class TextMaker {
public:
    explicit TextMaker(unsigned seed) : random_(seed) {}

    std::vector<std::string> secrets() {
        const std::size_t count = 1 + below(3);
        std::vector<std::string> made;
        while (made.size() < count) {
            std::string secret = !made.empty() && below(3) == 0 ? made[0].substr(below(made[0].size())) : raw(3);
            secret += raw(below(6));
            while (secret.size() < 8) secret += raw(1);
            if (std::find(made.begin(), made.end(), secret) == made.end()) made.push_back(secret);
        }
        return made;
    }

    std::string text(const std::vector<std::string>& secrets) {
        std::string made;
        for (std::size_t i = 0, count = 1 + below(6); i < count; ++i) made += fragment(secrets);
        return made;
    }

    std::vector<std::size_t> cuts(std::string_view text) {
        std::vector<std::size_t> made;
        for (std::size_t i = 0, count = below(8); i < count; ++i) made.push_back(below(text.size() + 1));
        std::sort(made.begin(), made.end());
        return made;
    }

private:
    /// The same on every machine, unlike a distribution of the standard library.
    std::size_t below(std::size_t limit) { return random_() % limit; }

    std::string raw(std::size_t units) {
        const std::vector<std::string> kUnits = {"a", "a",  "b",  "%",  "%61", "\\", "\\u0061", "\"",
                                                 "/", "\n", "\f", "\b", "+",   " ",  "\u00e9",  "\U0001F600",
                                                 "4", "u",  "x",  "YW", "A",   "=",  "\xff",    std::string(1, '\0')};
        std::string made;
        for (std::size_t i = 0; i < units; ++i) made += kUnits[below(kUnits.size())];
        return made;
    }

    std::string fragment(const std::vector<std::string>& secrets) {
        const std::string& secret = secrets[below(secrets.size())];
        const std::size_t begin = below(4) == 0 ? below(secret.size()) : 0;
        const std::string part = secret.substr(begin, below(4) == 0 ? below(secret.size()) : std::string::npos);
        switch (below(5)) {
            case 0:
                return raw(1 + below(3));
            case 1:
                return part;
            case 2:
                return base64(raw(below(4)) + part + raw(below(4)));
            default:
                return escaped(part);
        }
    }

    std::string escaped(std::string_view text) {
        std::string made;
        for (std::size_t at = 0; at < text.size();) {
            std::size_t length = 1;
            if (below(2) == 0)
                made += text[at];
            else if (const std::string json = json_escaped(text.substr(at), length); !json.empty() && below(2) == 0)
                made += json;
            else
                made += escaped_byte(text[at]), length = 1;
            at += length;
        }
        return made;
    }

    std::string escaped_byte(char c) {
        if (c == ' ' && below(2) == 0) return "+";
        return (below(4) == 0 ? "\\x" : "%") + hex(static_cast<unsigned char>(c), 2);
    }

    std::string json_escaped(std::string_view text, std::size_t& length) {
        for (length = 1; length <= std::min<std::size_t>(4, text.size()); ++length) {
            const std::string_view character = text.substr(0, length);
            if (character == "\n") return "\\n";
            if (character == "\\" || character == "\"" || character == "/") return "\\" + std::string(character);
            if (length == 1 && (character[0] & 0x80) == 0) return "\\u" + hex(static_cast<unsigned>(character[0]), 4);
            if (character == "\u00e9") return "\\u" + hex(0xE9, 4);
            if (character == "\U0001F600") return "\\u" + hex(0xD83D, 4) + "\\u" + hex(0xDE00, 4);
        }
        return {};
    }

    std::string hex(unsigned value, int digits) {
        std::string made;
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            const std::string_view all = below(2) == 0 ? "0123456789abcdef" : "0123456789ABCDEF";
            made += all[value >> shift & 15];
        }
        return made;
    }

    std::string base64(std::string text) {
        const std::size_t length = (text.size() * 8 + 5) / 6;
        text += std::string(2, '\0');
        std::string made;
        for (std::size_t i = 0; i < length; ++i) {
            const std::size_t bit = 6 * i;
            const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
            const unsigned sixteen = static_cast<unsigned>(byte(bit / 8) << 8) | byte(bit / 8 + 1);
            const unsigned value = sixteen >> (10 - bit % 8) & 63;
            const std::string url[] = {"-", "%2B", "\\u002b", "_", "%2F", "\\/"};
            made += value >= 62 && below(2) == 0
                        ? url[(value - 62) * 3 + below(3)]
                        : std::string(1, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[value]);
        }
        return made;
    }

    std::mt19937 random_;
};

BOOST_AUTO_TEST_CASE(agrees_with_a_simple_search_however_a_text_is_made_and_cut) {
    TextMaker maker(20260301);
    int found = 0;
    for (int round = 0; round < 500; ++round) {
        const std::vector<std::string> secrets = maker.secrets();
        Redactor redactor;
        add_all(redactor, secrets);
        const std::string text = maker.text(secrets);
        const std::string expected = redacted_by_search(secrets, text);
        found += expected != text ? 1 : 0;
        BOOST_TEST_CONTEXT("round " << round << ", text " << text) {
            BOOST_REQUIRE_EQUAL(redactor.redact(text), expected);
            BOOST_REQUIRE_EQUAL(fed_by_byte(redactor, text), expected);
            BOOST_REQUIRE_EQUAL(fed_in_pieces(redactor, text, maker.cuts(text)), expected);
        }
    }
    BOOST_TEST(found > 250);
    BOOST_TEST(found < 500);
}

BOOST_AUTO_TEST_SUITE_END()

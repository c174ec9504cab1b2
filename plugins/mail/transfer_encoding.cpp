#include "transfer_encoding.hpp"

#include <openssl/evp.h>

#include <algorithm>

namespace errand::mail {

namespace {

constexpr std::size_t kLongestLine = 76;
/// As many bytes as make such a line.
constexpr std::size_t kBytesOfLine = kLongestLine / 4 * 3;

std::string quoted(unsigned char byte) {
    constexpr char kDigits[] = "0123456789ABCDEF";
    return {'=', kDigits[byte >> 4], kDigits[byte & 0xF]};
}

/// A blank at the end of a line would get lost on the way.
std::string quoted_printable_form(char c, bool is_last) {
    const bool is_blank = c == ' ' || c == '\t';
    const bool is_plain = (c > ' ' && c <= '~' && c != '=') || (is_blank && !is_last);
    return is_plain ? std::string(1, c) : quoted(static_cast<unsigned char>(c));
}

void add_quoted_line(std::string& encoded, std::string_view line) {
    std::size_t length = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const std::string form = quoted_printable_form(line[i], i + 1 == line.size());
        // A line that goes on ends in '='.
        if (length + form.size() > kLongestLine - 1) {
            encoded += "=\r\n";
            length = 0;
        }
        encoded += form;
        length += form.size();
    }
    encoded += "\r\n";
}

}  // namespace

std::string base64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int length =
        ::EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                          reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

std::string base64_lines(std::string_view bytes) {
    std::string lines;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(kBytesOfLine, bytes.size())))
        lines += base64(bytes.substr(0, kBytesOfLine)) + "\r\n";
    return lines;
}

std::string quoted_printable(std::string_view text) {
    std::string encoded;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
        add_quoted_line(encoded, text.substr(0, end));
        text.remove_prefix(end);
        text.remove_prefix(text.substr(0, 2) == "\r\n" ? 2 : std::min<std::size_t>(1, text.size()));
    }
    return encoded;
}

}  // namespace errand::mail

#include "errand/globus/query.hpp"

#include <string_view>

namespace errand::globus {

namespace {

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

std::string form_encoded(std::string_view text) {
    constexpr char kHex[] = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_unreserved(c))
            encoded += c;
        else if (c == ' ')
            encoded += '+';
        else
            encoded += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
    return encoded;
}

}  // namespace

std::string Query::encoded() const {
    std::string text;
    for (const auto& [name, value] : parameters_) {
        text += text.empty() ? '?' : '&';
        text += form_encoded(name) + '=' + form_encoded(value);
    }
    return text;
}

}  // namespace errand::globus

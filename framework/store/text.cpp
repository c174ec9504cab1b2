#include "store/text.hpp"

#include "json/utf8.hpp"

namespace errand {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

}  // namespace

std::string storable(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const std::size_t length = text.front() == '\0' ? 0 : utf8_sequence(text);
        const std::string_view character = length > 0 ? text.substr(0, length) : kReplacement;
        if (result.size() + character.size() > kLongestText) return result.append(kEllipsis);
        result.append(character);
        text.remove_prefix(length > 0 ? length : 1);
    }
    return result;
}

}  // namespace errand

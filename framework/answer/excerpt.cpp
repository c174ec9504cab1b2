#include "errand/answer/excerpt.hpp"

#include "errand/answer/visible.hpp"

namespace errand {

namespace {

constexpr std::size_t kLongestExcerpt = 200;

/// Of what a token is made, also percent-encoded, in base64 or escaped as in JSON; and what is not ASCII, so that no
/// character is cut.
bool is_in_word(char c) {
    constexpr std::string_view kMarks = "-._~+/=%\\";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) >= 0x80 || kMarks.find(c) != std::string_view::npos;
}

}  // namespace

std::string_view beginning_of(std::string_view body, std::size_t limit) {
    if (body.size() <= limit) return body;
    std::size_t end = limit;
    if (is_in_word(body[end]))
        while (end > 0 && is_in_word(body[end - 1])) --end;
    return body.substr(0, end);
}

std::string excerpt(std::string_view body) {
    const std::string_view beginning = beginning_of(body, kLongestExcerpt);
    return visible(beginning) + (beginning.size() < body.size() ? "…" : "");
}

}  // namespace errand

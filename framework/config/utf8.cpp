#include "config/utf8.hpp"

namespace errand {

namespace {

struct Form {
    unsigned char first_least;
    unsigned char first_most;
    unsigned char second_least;
    unsigned char second_most;
    std::size_t length;
};

constexpr Form kForms[] = {{0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3},
                           {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
                           {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4}};

bool is_between(char c, unsigned char least, unsigned char most) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= least && byte <= most;
}

}  // namespace

std::size_t utf8_character_length(std::string_view text) {
    if (text.empty()) return 0;
    if (is_between(text[0], 0x00, 0x7F)) return 1;
    for (const Form& form : kForms) {
        if (!is_between(text[0], form.first_least, form.first_most)) continue;
        if (text.size() < form.length || !is_between(text[1], form.second_least, form.second_most)) return 0;
        for (std::size_t i = 2; i < form.length; ++i)
            if (!is_between(text[i], 0x80, 0xBF)) return 0;
        return form.length;
    }
    return 0;
}

}  // namespace errand

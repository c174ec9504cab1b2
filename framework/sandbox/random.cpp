#include "sandbox/random.hpp"

#include <sys/random.h>

#include "base/error.hpp"

namespace errand {

std::string random_hex(std::size_t bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string raw(bytes, '\0');
    // Up to 256 bytes come whole and without an interruption, says getrandom(2).
    if (::getrandom(raw.data(), raw.size(), 0) != static_cast<ssize_t>(bytes)) throw system_error("getrandom");
    std::string text;
    for (const char c : raw) {
        const auto byte = static_cast<unsigned char>(c);
        text += {kDigits[byte >> 4], kDigits[byte & 15]};
    }
    return text;
}

}  // namespace errand

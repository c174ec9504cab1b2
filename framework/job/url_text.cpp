#include "job/url_text.hpp"

#include <algorithm>

namespace errand {

bool is_url(std::string_view text) {
    const std::size_t host = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : text.size();
    return host < text.size() && std::string_view("/?#").find(text[host]) == std::string_view::npos &&
           std::none_of(text.begin(), text.end(), [](unsigned char c) { return c <= ' ' || c == 0x7F; });
}

}  // namespace errand

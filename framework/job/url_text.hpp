#pragma once

#include <string_view>

namespace errand {

/// Whether `text` can be a parameter of type url: `http://` or `https://`, a host, and no blanks.
bool is_url(std::string_view text);

}  // namespace errand

#pragma once

#include <string>
#include <string_view>

namespace errand {

/// Source: RFC 4648 section 4.
std::string base64(std::string_view bytes);

/// For URLs and JSON Web Tokens: another alphabet, no padding. Source: RFC 4648 section 5, RFC 7515 section 2.
std::string base64url(std::string_view bytes);

/// The bytes of what base64url() wrote. \throws Error for anything else.
std::string from_base64url(std::string_view text);

}  // namespace errand

#pragma once

#include <string>
#include <string_view>

namespace errand::mail {

/// Base64 without line breaks. Source: RFC 4648 section 4.
std::string base64(std::string_view bytes);

/// Base64 in lines of 76 characters, each ended by CRLF. Source: RFC 2045 section 6.8.
std::string base64_lines(std::string_view bytes);

/// Text as quoted-printable, in lines of at most 76 characters and ended by CRLF; a line break of any kind becomes
/// CRLF. Source: RFC 2045 section 6.7.
std::string quoted_printable(std::string_view text);

}  // namespace errand::mail

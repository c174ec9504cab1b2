#pragma once

#include <string>
#include <string_view>

namespace errand::mail {

/// Text as it may stand in a header field, such as a subject: as it is if it is short and plain, or else in encoded
/// words of UTF-8, folded into lines of less than 78 characters. \param offset how much of the first line is taken
/// already Source: RFC 2047 sections 2 and 5.
std::string header_text(std::string_view text, std::size_t offset);

/// The name in front of an address: plain, quoted, or in encoded words. Source: RFC 5322 section 3.4, RFC 2047
/// section 5.
std::string header_phrase(std::string_view name);

/// A file's name as a parameter of a Content-Disposition, `filename="a.csv"`, or percent-encoded where it is more than
/// plain ASCII. Source: RFC 2183 section 2.3, RFC 2231 section 4.
std::string filename_parameter(std::string_view name);

/// \param what the text is, for the message
/// \throws ValueError if it has a line break or another control character, by which it could add header fields.
void require_one_line(std::string_view text, const std::string& what);

}  // namespace errand::mail

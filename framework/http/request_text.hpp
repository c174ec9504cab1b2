#pragma once

#include <string>

#include "errand/http_client.hpp"
#include "http/http_url.hpp"

namespace errand {

/// The request as it goes over the wire, in HTTP/1.1, the connection kept.
///
/// Host, Accept-Encoding, Content-Length and Connection are this function's to write, User-Agent only when the
/// request has none.
/// \throws Error for a method or field name that is not a token, for a line break or zero byte in a field's value (it
/// would smuggle a field in), and for the fields above. The message never shows a value.
/// Source: RFC 9112 section 3, RFC 9110 sections 5.5 and 8.6.
std::string request_text(const HttpRequest& request, const HttpUrl& url, const std::string& user_agent);

}  // namespace errand

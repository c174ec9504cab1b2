#pragma once

#include <cstddef>

#include "errand/http_client.hpp"

namespace errand {

/// The codings that undo_content_coding() knows, as the value of Accept-Encoding.
inline constexpr char kAcceptedCodings[] = "gzip, identity";

/// Undoes the Content-Encoding of an answer's body, and takes the fields away that no longer fit it. An empty body is
/// left alone, since it may be that of a HEAD.
/// \throws BadAnswer for any coding but gzip, for data that is damaged or ends too soon, and when the body would be
/// more than `limit` bytes: a few kilobytes can stand for gigabytes. Source: RFC 9110 section 8.4, RFC 1952.
void undo_content_coding(HttpResponse& response, std::size_t limit);

}  // namespace errand

#pragma once

#include <string>

#include "errand/http_client.hpp"

namespace errand {

/// What kind of body an answer says that it has, in lower case and without parameters: `text/html`. Empty when it does
/// not say. Source: RFC 9110 section 8.3.
std::string media_type(const HttpResponse& response);

/// Whether that is `application/json` or another type written in JSON, such as `application/problem+json`.
/// Source: RFC 6839 section 3.1.
bool says_json(const HttpResponse& response);

}  // namespace errand

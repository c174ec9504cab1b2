#pragma once

#include "errand/http_client.hpp"
#include "errand/parameters.hpp"

namespace errand::http {

/// What the parameters of `http.request` ask to be sent, not signed yet.
/// \throws ValueError if a header is neither text nor an integer, or there are both `body` and `json`.
HttpRequest make_request(const Parameters& parameters);

}  // namespace errand::http

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "errand/http_client.hpp"

namespace errand {

/// A request to an authorization server: a form that a client signs before it is sent. A value.
struct FormRequest {
    std::string url;
    HttpHeaders headers = {};
    /// Names and values, not yet encoded, in the order in which they are sent. May hold secrets; never logged.
    std::vector<std::pair<std::string, std::string>> fields = {};
};

/// As it is sent: a POST that may be sent again, since a grant or revocation made twice does no more than one.
/// Source: RFC 6749 section 4.4.2 and appendix B.
HttpRequest to_http_request(const FormRequest& form);

}  // namespace errand

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "errand/http_client.hpp"
#include "errand/value.hpp"

namespace errand {

/// Names and values of a query or form. One that came several times holds all its values, in order.
using FormFields = std::multimap<std::string, std::string, std::less<>>;

/// Nothing when it is not well-formed. Source: application/x-www-form-urlencoded of the WHATWG URL standard.
std::optional<FormFields> parse_form(std::string_view text);

/// The value of the only field called `name`; empty when there is none or it came more than once.
std::string_view only_field(const FormFields& fields, std::string_view name);

/// What the sandbox looks at in a request.
struct SandboxRequest {
    std::string method;
    /// Percent-decoded.
    std::string path;
    /// Still encoded.
    std::string query = {};
    std::string authorization = {};
    std::string content_type = {};
    std::string body = {};
};

/// The answer `status` with `body` as JSON.
HttpResponse json_answer(int status, const Value& body);
HttpResponse json_answer(int status, std::string body);

}  // namespace errand

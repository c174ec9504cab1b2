#include "make_request.hpp"

#include <algorithm>
#include <string>

#include "errand/json.hpp"

namespace errand::http {

namespace {

/// Beyond any limit of the framework's, and near enough to be added to any time.
constexpr std::chrono::milliseconds kLongestTimeout = std::chrono::hours(24);

HttpHeaders headers_of(const Value::Map& given) {
    HttpHeaders headers;
    for (const auto& [name, value] : given) {
        if (!value.is_text() && !value.is_integer())
            throw ValueError("the header '" + name + "' is " + value.kind() + ", expected text; quote it");
        headers.add(name, value.is_text() ? value.text() : std::to_string(value.integer()));
    }
    return headers;
}

void add_body(HttpRequest& request, const Parameters& parameters) {
    if (parameters.has("body") && parameters.has("json"))
        throw ValueError("there are both 'body' and 'json'; give one of them");
    if (parameters.has("body")) request.body = parameters.text("body");
    if (!parameters.has("json")) return;
    request.body = to_json(parameters.at("json"));
    if (!request.headers.find("Content-Type")) request.headers.add("Content-Type", "application/json");
}

}  // namespace

HttpRequest make_request(const Parameters& parameters) {
    HttpRequest request;
    request.method = parameters.text("method");
    request.url = parameters.text("url");
    if (parameters.has("headers")) request.headers = headers_of(parameters.map("headers"));
    add_body(request, parameters);
    request.is_repeatable = parameters.boolean("idempotent");
    request.follows_redirects = parameters.boolean("follow_redirects");
    if (parameters.has("timeout"))
        request.deadline = std::chrono::steady_clock::now() + std::min(parameters.duration("timeout"), kLongestTimeout);
    return request;
}

}  // namespace errand::http

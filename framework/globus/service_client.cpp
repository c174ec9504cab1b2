#include "errand/globus/service_client.hpp"

#include <utility>

#include "errand/error.hpp"
#include "errand/json.hpp"

namespace errand::globus {

namespace {

/// True when the service itself is well and tells that something behind it failed: asking again does not help, and
/// nothing is wrong with the way to the service.
bool passes_on_a_failure(const ErrorDocument& document) {
    if (!document.code) return false;
    return document.code->find("ExternalError") != std::string::npos ||
           document.code->find("EndpointError") != std::string::npos;
}

}  // namespace

ServiceClient::ServiceClient(HttpClient& http, AccessTokenAuthorizer& authorizer, std::string base_url,
                             ErrorReader read_error)
    : http_(http), authorizer_(authorizer), base_url_(std::move(base_url)), read_error_(read_error) {
    if (base_url_.empty() || base_url_.back() != '/') base_url_ += '/';
}

Value ServiceClient::get(std::string_view path, const Query& query) const {
    HttpRequest request;
    request.url = base_url_ + std::string(path) + query.encoded();
    request.headers.add("Accept", "application/json");
    request.authorizer = &authorizer_;
    const HttpResponse response = http_.send(request);
    if (!response.ok()) refuse(path, response);
    try {
        return parse_json(response.body);
    } catch (const JsonError& error) {
        throw Error(request_name(path) + " answered " + std::to_string(response.status) + " with a body that is " +
                    error.what());
    }
}

std::string ServiceClient::request_name(std::string_view path) const { return "GET " + base_url_ + std::string(path); }

void ServiceClient::refuse(std::string_view path, const HttpResponse& response) const {
    ErrorDocument document = with_refusal_reason(read_error_(response), response);
    const std::string request = request_name(path);
    const int status = response.status;
    if (status == 401) throw CredentialsRefused(describe_failure(request, status, document));
    if ((status == 429 || status >= 500) && !passes_on_a_failure(document))
        throw ServiceUnreachable(describe_failure(request, status, document));
    throw ApiError(request, status, std::move(document));
}

}  // namespace errand::globus

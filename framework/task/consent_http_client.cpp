#include "task/consent_http_client.hpp"

#include "errand/access_token_authorizer.hpp"
#include "task/required_scopes.hpp"

namespace errand {

HttpResponse ConsentHttpClient::send(const HttpRequest& request) {
    if (!request.authorizer) return inner_->send(request);
    const std::string header = request.authorizer->authorization_header();
    HttpResponse response = inner_->send(request);
    const std::vector<std::string> scopes = required_scopes(response);
    if (scopes.empty()) return response;
    const bool has_them = request.authorizer->widen(scopes);
    return has_them && request.authorizer->authorization_header() != header ? inner_->send(request) : response;
}

}  // namespace errand

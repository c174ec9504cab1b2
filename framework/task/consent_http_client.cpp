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
    request.authorizer->widen(scopes);
    return request.authorizer->authorization_header() == header ? response : inner_->send(request);
}

}  // namespace errand

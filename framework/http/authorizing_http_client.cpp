#include "http/authorizing_http_client.hpp"

#include "errand/access_token_authorizer.hpp"
#include "errand/error.hpp"

namespace errand {

namespace {

HttpRequest signed_with(const HttpRequest& request, const std::string& header) {
    HttpRequest signed_request = request;
    signed_request.authorizer = nullptr;
    signed_request.headers.add("Authorization", header);
    return signed_request;
}

}  // namespace

HttpResponse AuthorizingHttpClient::send(const HttpRequest& request) {
    if (!request.authorizer) return inner_->send(request);
    if (request.headers.find("Authorization"))
        throw Error("a request with an authorizer must not have an Authorization header of its own");
    const std::string header = request.authorizer->authorization_header();
    HttpResponse response = inner_->send(signed_with(request, header));
    if (response.status != 401) return response;
    request.authorizer->reject(header);
    const std::string renewed = request.authorizer->authorization_header();
    return renewed == header ? response : inner_->send(signed_with(request, renewed));
}

}  // namespace errand

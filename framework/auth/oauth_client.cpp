#include "auth/oauth_client.hpp"

#include "auth/echo_guard.hpp"
#include "auth/introspection_response.hpp"
#include "auth/oauth_error.hpp"
#include "base/logger.hpp"
#include "http/http_url.hpp"

namespace errand {

namespace {

bool is_refusal(int status) { return status == 400 || status == 401 || status == 403; }

/// Some servers refuse a client without a word, or with a challenge, which is about the client whatever it says.
bool refuses_client(const HttpResponse& response) {
    if (!is_refusal(response.status)) return false;
    const std::string code = oauth_error_in_body(response).code;
    return code == "invalid_client" || (code.empty() && response.status != 400);
}

std::string describe(const HttpResponse& response, const EchoGuard& guard) {
    const OAuthError error = oauth_error(response);
    const std::string status = std::to_string(response.status);
    std::string text = error.code.empty() ? status : guard.shown(error.code) + " (" + status + ')';
    if (!error.description.empty()) text += ": " + guard.shown(error.description);
    return text;
}

}  // namespace

/// One of the server's URLs, and what it is called in messages.
struct OAuthClient::Endpoint {
    std::string url;
    std::string kind;

    std::string shown() const { return "the " + kind + " endpoint " + without_query(url); }
};

OAuthClient::OAuthClient(std::string client_id, std::unique_ptr<ClientAuthentication> authentication,
                         EndpointLookup endpoints, std::shared_ptr<HttpClient> http, const Clock& clock)
    : client_id_(std::move(client_id)),
      authentication_(std::move(authentication)),
      endpoints_(std::move(endpoints)),
      http_(std::move(http)),
      clock_(clock) {}

TokenResponse OAuthClient::grant(const std::vector<std::pair<std::string, std::string>>& fields) const {
    const Endpoint endpoint{endpoints_().token_endpoint, "token"};
    const Clock::CalendarTime now = clock_.now();
    const Clock::SteadyTime steady_now = clock_.steady_now();
    const HttpResponse response = post(endpoint, fields);
    try {
        return TokenResponse::parse(response.body, now, steady_now);
    } catch (const BadTokenResponse& error) {
        throw BadTokenResponse(endpoint.shown() + " answered with what is no token response: " + error.what() +
                               "; check the token URL");
    }
}

void OAuthClient::revoke(const Secret& token) const {
    const Endpoint endpoint{endpoints_().revocation_endpoint, "revocation"};
    if (endpoint.url.empty())
        throw Error("the provider names no revocation endpoint; give its 'revocation_url' in the configuration");
    post(endpoint, {{"token", std::string(token.reveal())}, {"token_type_hint", "access_token"}});
}

Value OAuthClient::introspect(const Secret& token) const {
    const Endpoint endpoint{endpoints_().introspection_endpoint, "introspection"};
    if (endpoint.url.empty())
        throw Error("the provider names no introspection endpoint; give its 'introspection_url' in the configuration");
    const HttpResponse response = post(endpoint, {{"token", std::string(token.reveal())}});
    auto answer = parse_introspection_response(response.body);
    if (answer) return std::move(*answer);
    throw ServiceUnreachable(endpoint.shown() + " answered with what is no introspection response; check its URL");
}

HttpResponse OAuthClient::post(const Endpoint& endpoint,
                               const std::vector<std::pair<std::string, std::string>>& fields) const {
    FormRequest form{endpoint.url, {}, fields};
    Secret proof = authentication_->sign(form);
    HttpResponse response = http_->send(to_http_request(form));
    if (refuses_client(response)) {
        FormRequest again{endpoint.url, {}, fields};
        Secret present = authentication_->sign(again);
        if (authentication_->is_used_up() || present.reveal() != proof.reveal()) {
            response = http_->send(to_http_request(again));
            form = std::move(again);
            proof = std::move(present);
        }
    }
    if (response.status != 200) refuse(endpoint, response, form, proof);
    return response;
}

void OAuthClient::refuse(const Endpoint& endpoint, const HttpResponse& response, const FormRequest& sent,
                         const Secret& proof) const {
    const EchoGuard guard(sent, proof);
    if (!is_refusal(response.status))
        throw ServiceUnreachable(endpoint.shown() + " answered " + describe(response, guard) + "; check the " +
                                 endpoint.kind + " URL, and the service");
    const std::string refusal =
        endpoint.shown() + " refused client " + printable(client_id_, 64) + ": " + describe(response, guard);
    const OAuthError error = oauth_error(response);
    const bool says_why = !error.code.empty() || !error.description.empty();
    throw CredentialsRefused(says_why ? refusal : refusal + " without a reason; check the client id and its secret");
}

std::string OAuthClient::shown_token_url() const { return without_query(endpoints_().token_endpoint); }

Secret OAuthClient::proof() const {
    FormRequest unsent;
    return authentication_->sign(unsent);
}

}  // namespace errand

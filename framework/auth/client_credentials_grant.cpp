#include "auth/client_credentials_grant.hpp"

#include <Poco/Base64Encoder.h>

#include <array>
#include <sstream>

#include "auth/form_encoding.hpp"
#include "auth/oauth_error.hpp"
#include "base/error.hpp"
#include "base/logger.hpp"
#include "http/http_url.hpp"

namespace errand {

namespace {

constexpr std::size_t kLongestWords = 300;

std::string base64(const std::string& text) {
    std::ostringstream encoded;
    Poco::Base64Encoder encoder(encoded);
    encoder.rdbuf()->setLineLength(0);
    encoder << text;
    encoder.close();
    return encoded.str();
}

/// Source: RFC 7617 section 2.
std::string basic_credentials(const ClientCredentials& credentials, const Secret& secret) {
    const bool is_form = credentials.encoding == ClientCredentials::Encoding::form;
    if (!is_form && credentials.client_id.find(':') != std::string::npos)
        throw CommandError(ExitCode::configuration, "the client id '" + printable(credentials.client_id, 64) +
                                                        "' holds a colon, which ends it where credentials go out raw");
    const auto part = [&](std::string_view text) { return is_form ? form_encoded(text) : std::string(text); };
    return base64(part(credentials.client_id) + ':' + part(secret.reveal()));
}

void hide(std::string& words, std::string_view hidden) {
    constexpr std::size_t kShortestToHide = 4;
    if (hidden.size() < kShortestToHide) return;
    constexpr std::string_view kMask = "***";
    for (std::size_t at = 0; (at = words.find(hidden, at)) != std::string::npos; at += kMask.size())
        words.replace(at, hidden.size(), kMask);
}

/// What a server may echo that must not be shown: the secret, and the forms in which it was sent.
using Hidden = std::array<std::string, 3>;

/// A server's words as they may be shown: on one line and not too long.
std::string shown(std::string words, const Hidden& hidden) {
    for (const std::string& text : hidden) hide(words, text);
    return printable(words, kLongestWords);
}

std::string describe(const HttpResponse& response, const Hidden& hidden) {
    const OAuthError error = parse_oauth_error(response);
    const std::string status = std::to_string(response.status);
    std::string text = error.code.empty() ? status : shown(error.code, hidden) + " (" + status + ')';
    if (!error.description.empty()) text += ": " + shown(error.description, hidden);
    return text;
}

}  // namespace

HttpRequest ClientCredentialsGrant::make_request(const std::string& scopes, const Secret& secret) const {
    HttpRequest request;
    request.method = "POST";
    request.url = credentials_.token_url;
    request.headers.add("Accept", "application/json");
    request.headers.add("Authorization", "Basic " + basic_credentials(credentials_, secret));
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    request.body = "grant_type=client_credentials";
    if (!scopes.empty()) request.body += "&scope=" + form_encoded(scopes);
    request.is_repeatable = true;
    return request;
}

TokenResponse ClientCredentialsGrant::request(const std::string& scopes) const {
    const Secret secret = credentials_.secret();
    const Clock::CalendarTime now = clock_.now();
    const Clock::SteadyTime steady_now = clock_.steady_now();
    const HttpResponse response = http_.send(make_request(scopes, secret));
    if (response.status != 200) refuse(response, secret);
    try {
        return TokenResponse::parse(response.body, now, steady_now);
    } catch (const BadTokenResponse& error) {
        throw BadTokenResponse("the token endpoint " + without_query(token_url()) +
                               " answered with what is no token response: " + error.what() + "; check the token URL");
    }
}

void ClientCredentialsGrant::refuse(const HttpResponse& response, const Secret& secret) const {
    const std::string endpoint = "the token endpoint " + without_query(token_url());
    const Hidden hidden = {basic_credentials(credentials_, secret), form_encoded(secret.reveal()),
                           std::string(secret.reveal())};
    if (response.status != 400 && response.status != 401 && response.status != 403)
        throw ServiceUnreachable(endpoint + " answered " + describe(response, hidden) +
                                 "; check the token URL, and the service");
    const std::string refusal =
        endpoint + " refused client " + printable(client_id(), 64) + ": " + describe(response, hidden);
    const OAuthError error = parse_oauth_error(response);
    const bool says_why = !error.code.empty() || !error.description.empty();
    throw CredentialsRefused(says_why ? refusal : refusal + " without a reason; check the client id and its secret");
}

}  // namespace errand

#include "sandbox/auth_service.hpp"

#include <Poco/Base64Encoder.h>

#include <algorithm>
#include <cstdio>
#include <sstream>

#include "sandbox/scope_request.hpp"

namespace errand {

namespace {

std::string base64(const std::string& text) {
    std::ostringstream encoded;
    Poco::Base64Encoder encoder(encoded);
    encoder.rdbuf()->setLineLength(0);
    encoder << text;
    encoder.close();
    return encoded.str();
}

std::string join(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

/// A failure in the shape of plain OAuth2. Source: RFC 6749 section 5.2.
HttpResponse oauth_failure(int status, const char* error, const char* description = nullptr) {
    Value::Map body = {{"error", error}};
    if (description != nullptr) body["error_description"] = description;
    return json_answer(status, body);
}

std::int64_t unix_time(Clock::CalendarTime time) { return std::chrono::system_clock::to_time_t(time); }

/// Scopes by the resource server that knows them, both in the order of the request.
using ScopesByServer = std::vector<std::pair<std::string, std::vector<std::string>>>;

void add_scope(ScopesByServer& groups, const std::string& server, const std::string& scope) {
    auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& known) { return known.first == server; });
    if (group == groups.end()) group = groups.insert(groups.end(), {server, {}});
    auto& scopes = group->second;
    if (std::find(scopes.begin(), scopes.end(), scope) == scopes.end()) scopes.push_back(scope);
}

}  // namespace

AuthService::AuthService(TokenTable& tokens, std::string client_id, const Secret& client_secret, std::string url)
    : tokens_(tokens),
      client_id_(std::move(client_id)),
      credentials_("Basic " + base64(client_id_ + ":" + std::string(client_secret.reveal()))),
      url_(std::move(url)) {}

std::optional<HttpResponse> AuthService::refuse(const SandboxRequest& request, FormFields& form) const {
    if (request.authorization != credentials_.reveal()) {
        HttpResponse answer = oauth_failure(401, "invalid_client");
        answer.headers.add("WWW-Authenticate", "Basic realm=\"sandbox\"");
        return answer;
    }
    if (!request.content_type.starts_with("application/x-www-form-urlencoded"))
        return oauth_failure(400, "invalid_request", "the body must be application/x-www-form-urlencoded");
    auto fields = parse_form(request.body);
    if (!fields) return oauth_failure(400, "invalid_request", "the body is not a well-formed form");
    for (const auto& field : *fields)
        if (fields->count(field.first) > 1) return oauth_failure(400, "invalid_request", "a parameter is repeated");
    form = std::move(*fields);
    return std::nullopt;
}

HttpResponse AuthService::token(const SandboxRequest& request) {
    FormFields form;
    if (const auto refusal = refuse(request, form)) return *refusal;
    const std::string_view grant_type = only_field(form, "grant_type");
    if (grant_type.empty()) return oauth_failure(400, "invalid_request", "grant_type is missing");
    // No refresh token is ever issued for client credentials, so none can be right.
    if (grant_type == "refresh_token") return oauth_failure(400, "invalid_grant");
    if (grant_type != "client_credentials") return oauth_failure(400, "unsupported_grant_type");
    return grant(form);
}

HttpResponse AuthService::grant(const FormFields& form) {
    const auto paths = scope_paths(only_field(form, "scope"));
    if (!paths) return oauth_failure(400, "invalid_scope", "the brackets of the scope do not add up");
    if (paths->empty()) return oauth_failure(400, "invalid_request", "scope is missing");
    ScopesByServer groups;
    std::string unknown;
    for (const std::string& scope : top_level_scopes(*paths)) {
        if (const auto server = resource_server_of(scope))
            add_scope(groups, *server, scope);
        else
            unknown += (unknown.empty() ? "" : ", ") + scope;
    }
    if (!unknown.empty())
        return failure(400, "UNKNOWN_SCOPE_ERROR", "Unknown scopes", "Unknown scopes requested: [" + unknown + "]");

    Value::List tokens;
    for (const auto& [server, granted] : groups)
        tokens.push_back(Value::Map{{"access_token", tokens_.issue(server, granted, *paths)},
                                    {"scope", join(granted)},
                                    {"expires_in", tokens_.lifetime().count()},
                                    {"token_type", "Bearer"},
                                    {"resource_server", server}});
    Value answer = tokens.front();
    answer.map()["other_tokens"] = Value::List(tokens.begin() + 1, tokens.end());
    return json_answer(200, answer);
}

HttpResponse AuthService::introspect(const SandboxRequest& request) {
    FormFields form;
    if (const auto refusal = refuse(request, form)) return *refusal;
    const std::string_view token = only_field(form, "token");
    if (token.empty()) return oauth_failure(400, "invalid_request", "token is missing");
    const auto issued = tokens_.find(token);
    return json_answer(200, issued ? introspection(*issued, form) : Value::Map{{"active", false}});
}

Value AuthService::introspection(const IssuedToken& token, const FormFields& form) const {
    Value::Map facts = {
        {"active", true},
        {"token_type", "Bearer"},
        {"scope", join(token.scopes)},
        {"client_id", client_id_},
        {"sub", client_id_},
        {"username", client_id_ + "@clients.auth.globus.org"},
        {"name", "Client of the sandbox"},
        {"email", Value()},
        {"exp", unix_time(token.expires)},
        {"iat", unix_time(token.issued)},
        {"nbf", unix_time(token.issued)},
        {"aud", Value::List{token.resource_server, client_id_}},
        {"iss", url_},
    };
    if (only_field(form, "include") == "identity_set") facts["identity_set"] = Value::List{client_id_};
    return facts;
}

HttpResponse AuthService::revoke(const SandboxRequest& request) {
    FormFields form;
    if (const auto refusal = refuse(request, form)) return *refusal;
    const std::string_view token = only_field(form, "token");
    if (token.empty()) return oauth_failure(400, "invalid_request", "token is missing");
    tokens_.revoke(token);
    return json_answer(200, Value::Map{{"active", false}});
}

HttpResponse AuthService::openid_configuration(const SandboxRequest&) const {
    return json_answer(200, Value::Map{
                                {"issuer", url_},
                                {"token_endpoint", url_ + "/v2/oauth2/token"},
                                {"introspection_endpoint", url_ + "/v2/oauth2/token/introspect"},
                                {"revocation_endpoint", url_ + "/v2/oauth2/token/revoke"},
                                {"grant_types_supported", Value::List{"client_credentials"}},
                                {"scopes_supported", Value::List{"openid", "email", "profile"}},
                                {"token_endpoint_auth_methods_supported", Value::List{"client_secret_basic"}},
                            });
}

HttpResponse AuthService::failure(int status, const std::string& code, const std::string& title,
                                  const std::string& detail) {
    char id[37];
    std::snprintf(id, sizeof id, "f0000000-0000-4000-8000-%012x", ++failures_);
    std::string error = code;
    for (char& c : error)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const Value::Map entry = {
        {"id", id}, {"status", std::to_string(status)}, {"code", code}, {"title", title}, {"detail", detail}};
    return json_answer(status,
                       Value::Map{{"errors", Value::List{entry}}, {"error", error}, {"error_description", title}});
}

}  // namespace errand

#include "sandbox/transfer_service.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <stdexcept>

#include "sandbox/scope_request.hpp"

namespace errand {

namespace {

constexpr std::size_t kPageLimit = 100;
constexpr std::size_t kSearchLimit = 1000;
constexpr std::string_view kEndpointPath = "/v0.10/endpoint/";
constexpr std::string_view kScheme = "Bearer ";

/// A query that cannot be answered; what() says why.
class BadQuery : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

std::size_t number_field(const FormFields& fields, const char* name, std::size_t otherwise) {
    const std::string_view text = only_field(fields, name);
    if (text.empty()) return otherwise;
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        throw BadQuery(std::string(name) + " must be a whole number, not '" + std::string(text) + "'");
    return number;
}

void require_page(const EndpointQuery& query) {
    if (query.limit < 1 || query.limit > kPageLimit) throw BadQuery("limit must be from 1 to 100");
    if (query.offset > kSearchLimit || query.offset + query.limit > kSearchLimit)
        throw BadQuery("offset and limit together must not be more than 1000");
}

void require_consistent(const EndpointQuery& query) {
    const auto& scopes = EndpointCatalog::scopes();
    if (std::find(scopes.begin(), scopes.end(), query.scope) == scopes.end())
        throw BadQuery("filter_scope '" + std::string(query.scope) + "' is not known");
    const bool is_by_owner =
        query.scope == "my-endpoints" || query.scope == "my-gcp-endpoints" || query.scope == "shared-by-me";
    if (is_by_owner && !query.owner_id.empty())
        throw BadQuery("filter_owner_id cannot be used with filter_scope '" + std::string(query.scope) + "'");
    if (query.is_non_functional && !query.entity_type.empty())
        throw BadQuery("filter_non_functional cannot be used with filter_entity_type");
}

/// Lifetime: valid as long as `fields`.
EndpointQuery read_query(const FormFields& fields) {
    for (const auto& field : fields)
        if (fields.count(field.first) > 1) throw BadQuery(field.first + " is repeated");
    EndpointQuery query;
    if (const auto scope = only_field(fields, "filter_scope"); !scope.empty()) query.scope = scope;
    query.fulltext = only_field(fields, "filter_fulltext");
    query.owner_id = only_field(fields, "filter_owner_id");
    query.host_endpoint = only_field(fields, "filter_host_endpoint");
    query.entity_type = only_field(fields, "filter_entity_type");
    if (const auto flag = only_field(fields, "filter_non_functional"); !flag.empty()) {
        if (flag != "0" && flag != "1") throw BadQuery("filter_non_functional must be 0 or 1");
        query.is_non_functional = flag == "1";
    }
    query.limit = number_field(fields, "limit", kPageLimit);
    query.offset = number_field(fields, "offset", 0);
    require_page(query);
    require_consistent(query);
    return query;
}

}  // namespace

std::optional<IssuedToken> TransferService::token_of(const SandboxRequest& request) const {
    if (!request.authorization.starts_with(kScheme)) return std::nullopt;
    return tokens_.find(std::string_view(request.authorization).substr(kScheme.size()));
}

bool TransferService::has_consent(const SandboxRequest& request, const std::string& scopes) const {
    const auto token = token_of(request);
    const auto wanted = scope_paths(scopes);
    return !token || !wanted || std::all_of(wanted->begin(), wanted->end(), [&](const std::string& path) {
        return std::find(token->paths.begin(), token->paths.end(), path) != token->paths.end();
    });
}

HttpResponse TransferService::consent_required(const std::string& scopes, const SandboxRequest& request) {
    return failure(403, "ConsentRequired", "Missing required consent", request,
                   {{"required_scopes", Value::List{scopes}}});
}

std::optional<HttpResponse> TransferService::refuse(const SandboxRequest& request) {
    constexpr const char* kScope = "urn:globus:auth:scope:transfer.api.globus.org:all";
    if (!request.authorization.starts_with(kScheme))
        return failure(401, "AuthenticationFailed", "No bearer token was sent", request);
    const auto token = token_of(request);
    if (!token) return failure(401, "AuthenticationFailed", "The token is not active", request);
    if (std::find(token->scopes.begin(), token->scopes.end(), kScope) == token->scopes.end())
        return failure(403, "PermissionDenied", std::string("The token lacks the scope ") + kScope, request);
    return std::nullopt;
}

HttpResponse TransferService::endpoint_search(const SandboxRequest& request) {
    if (const auto refusal = refuse(request)) return *refusal;
    const auto fields = parse_form(request.query);
    if (!fields) return failure(400, "BadRequest", "The query is not well-formed", request);
    try {
        return json_answer(200, endpoints_.search(read_query(*fields)));
    } catch (const BadQuery& problem) {
        return failure(400, "BadRequest", problem.what(), request);
    }
}

HttpResponse TransferService::get_endpoint(const SandboxRequest& request) {
    if (const auto refusal = refuse(request)) return *refusal;
    const std::string id = request.path.substr(kEndpointPath.size());
    if (const std::string* document = endpoints_.find(id)) return json_answer(200, *document);
    return failure(404, "EndpointNotFound", "No such endpoint '" + id + "'", request);
}

HttpResponse TransferService::failure(int status, const std::string& code, const std::string& message,
                                      const SandboxRequest& request, Value::Map more) {
    char id[16];
    std::snprintf(id, sizeof id, "sbx%06u", ++failures_ % 1'000'000U);
    Value::Map body = {{"code", code}, {"message", message}, {"request_id", id}, {"resource", request.path}};
    body.merge(std::move(more));
    return json_answer(status, body);
}

}  // namespace errand

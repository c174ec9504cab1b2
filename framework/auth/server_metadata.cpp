#include "auth/server_metadata.hpp"

#include "base/logger.hpp"
#include "errand/json.hpp"
#include "http/http_url.hpp"

namespace errand {

namespace {

constexpr std::size_t kLongestIssuer = 200;

/// Empty when it is not there or null.
std::string metadata_text(const Value& document, const char* name) {
    const Value* found = document.find(name);
    if (!found || found->is_null()) return {};
    if (!found->is_text())
        throw BadServerMetadata(std::string("has a '") + name + "' that is " + found->kind() + ", not text");
    return found->text();
}

std::string url_member(const Value& document, const char* name) {
    std::string url = metadata_text(document, name);
    if (url.empty()) return url;
    try {
        require_private(url);
    } catch (const Error& error) {
        throw BadServerMetadata(std::string("has a '") + name + "' that cannot be used: " + error.what());
    }
    return url;
}

/// Null where there are none, or none are meant.
const Value* aliases_of(const Value& document, EndpointsFor client) {
    const Value* found =
        client == EndpointsFor::client_with_certificate ? document.find("mtls_endpoint_aliases") : nullptr;
    return found && found->is_map() ? found : nullptr;
}

Value parse_document(std::string_view body) {
    try {
        Value document = parse_json(body);
        if (!document.is_map()) throw BadServerMetadata(std::string("is ") + document.kind() + ", not a JSON object");
        return document;
    } catch (const JsonError&) {
        throw BadServerMetadata("is not JSON");
    }
}

}  // namespace

ServerMetadata parse_server_metadata(std::string_view body, const std::string& issuer, EndpointsFor client) {
    const Value document = parse_document(body);
    const std::string named = metadata_text(document, "issuer");
    // Otherwise a server could pass for another one.
    if (named != issuer) throw BadServerMetadata("is that of the issuer '" + printable(named, kLongestIssuer) + "'");
    const Value* aliases = aliases_of(document, client);
    const auto endpoint = [&](const char* name) {
        const std::string alias = aliases ? url_member(*aliases, name) : std::string();
        return alias.empty() ? url_member(document, name) : alias;
    };
    ServerMetadata metadata{endpoint("token_endpoint"), endpoint("introspection_endpoint"),
                            endpoint("revocation_endpoint")};
    if (metadata.token_endpoint.empty()) throw BadServerMetadata("has no 'token_endpoint'");
    return metadata;
}

}  // namespace errand

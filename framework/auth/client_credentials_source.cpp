#include "auth/client_credentials_source.hpp"

#include "auth/fingerprint.hpp"
#include "auth/scope_list.hpp"
#include "base/logger.hpp"

namespace errand {

AccessToken ClientCredentialsSource::fetch(const ScopeDescription& scopes) {
    if (scopes.scopes.empty() && options_.names_resource_servers)
        throw Error("no scope is named for " + scopes.resource_server);
    AccessToken token = choose(client_->grant(fields_for(scopes)), scopes.resource_server);
    // An answer without scopes grants what was asked for: RFC 6749 section 5.1.
    if (token.scopes.empty()) token.scopes = space_separated(scopes.scopes);
    const auto missing = missing_scopes(scopes.scopes, token.scopes);
    if (!missing.empty())
        refuse("less than was asked for, without " + comma_separated(missing) + "; let the client have them there");
    // A provider that does not name resource servers issues for the one that was asked for.
    if (token.resource_server.empty()) token.resource_server = scopes.resource_server;
    return token;
}

std::vector<std::pair<std::string, std::string>> ClientCredentialsSource::fields_for(
    const ScopeDescription& scopes) const {
    std::vector<std::pair<std::string, std::string>> fields = {{"grant_type", "client_credentials"}};
    if (!scopes.scopes.empty()) fields.emplace_back("scope", space_separated(scopes.scopes));
    if (!options_.audience.empty()) fields.emplace_back("audience", options_.audience);
    for (const std::string& resource : options_.resources) fields.emplace_back("resource", resource);
    fields.insert(fields.end(), options_.fields.begin(), options_.fields.end());
    return fields;
}

AccessToken ClientCredentialsSource::choose(const TokenResponse& response, const std::string& resource_server) const {
    if (const AccessToken* token = response.by_resource_server(resource_server)) return *token;
    if (!options_.names_resource_servers) return response.tokens().front();
    std::vector<std::string> granted;
    for (const AccessToken& token : response.tokens()) granted.push_back(token.resource_server);
    refuse("no token for " + resource_server + ", only for " + printable(comma_separated(granted), 300));
}

void ClientCredentialsSource::refuse(const std::string& what) const {
    throw CredentialsRefused("the token endpoint " + client_->shown_token_url() + " granted client " +
                             printable(client_id(), 64) + ' ' + what);
}

std::string ClientCredentialsSource::identity() const {
    std::vector<std::string> parts = {"client_credentials", options_.server, client_id(),
                                      client_->authentication_identity(), options_.audience};
    parts.insert(parts.end(), options_.resources.begin(), options_.resources.end());
    parts.emplace_back();
    for (const auto& [name, value] : options_.fields) parts.insert(parts.end(), {name, value});
    return fingerprint(parts);
}

}  // namespace errand

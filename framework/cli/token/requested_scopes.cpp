#include "cli/token/requested_scopes.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "cli/token_needs.hpp"
#include "job/scope.hpp"

namespace errand {

namespace {

std::vector<std::string> named_scopes(const TokenSelection& selection) try {
    std::vector<std::string> named;
    for (const Scope& scope : parse_scopes(selection.scopes)) named.push_back(to_string(scope));
    return named;
} catch (const ScopeSyntaxError& error) {
    throw CommandError(ExitCode::usage, std::string("--scopes: ") + error.what());
}

}  // namespace

std::vector<ScopeDescription> by_resource_server(const std::vector<std::string>& scopes, const ProviderType& type) {
    if (!type.resource_server) return {{"", scopes}};
    std::vector<ScopeDescription> groups;
    for (const std::string& scope : scopes) {
        const std::string server = type.resource_server(scope);
        const auto found = std::find_if(groups.begin(), groups.end(),
                                        [&](const ScopeDescription& group) { return group.resource_server == server; });
        if (found == groups.end())
            groups.push_back({server, {scope}});
        else
            found->scopes.push_back(scope);
    }
    return groups;
}

std::vector<ScopeDescription> requested_scopes(const TokenSelection& selection, const std::string& provider,
                                               ConfiguredProviders& providers) {
    const auto& all = providers.settings().providers;
    const ProviderSettings& settings =
        *std::find_if(all.begin(), all.end(), [&](const ProviderSettings& one) { return one.name == provider; });
    const ProviderType& type = provider_type(settings.type);
    const std::vector<std::string> named = named_scopes(selection);
    if (!selection.resource_server.empty()) return {{selection.resource_server, named}};
    if (!named.empty()) return by_resource_server(named, type);
    const auto needs = token_needs(providers.installation(), providers.all().list());
    if (const auto found = needs.find(provider); found != needs.end()) return found->second;
    return by_resource_server(type.usual_scopes(settings.values), type);
}

}  // namespace errand

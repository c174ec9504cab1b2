#pragma once

#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/configured_providers.hpp"
#include "errand/task_description.hpp"

namespace errand {

/// What to ask a provider for, one token each: the scopes of the selection, by resource server; or else what the
/// configured jobs need from it, so that the token is the one that their runs use; or else its usual scopes.
/// \throws CommandError (usage) for scopes that do not follow the syntax
std::vector<ScopeDescription> requested_scopes(const TokenSelection& selection, const std::string& provider,
                                               ConfiguredProviders& providers);

/// `scopes` by the resource server they are of, as far as a provider of this type tells.
std::vector<ScopeDescription> by_resource_server(const std::vector<std::string>& scopes, const ProviderType& type);

}  // namespace errand

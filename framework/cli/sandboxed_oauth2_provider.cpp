#include "cli/sandboxed_oauth2_provider.hpp"

#include <algorithm>

#include "auth/globus_services.hpp"
#include "base/error.hpp"

namespace errand {

AccessToken SandboxedOAuth2Provider::token(const ScopeDescription& scopes) {
    const auto& wanted = scopes.scopes;
    if (wanted.empty() || !std::all_of(wanted.begin(), wanted.end(), is_globus_scope))
        throw CommandError(ExitCode::configuration,
                           "the sandbox has no tokens for " + scopes.resource_server +
                               ", since it is a look-alike of Globus only; run the job without --sandbox");
    return sandbox_->token(scopes);
}

}  // namespace errand

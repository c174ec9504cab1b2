#include "cli/sandboxed_source.hpp"

#include <algorithm>

#include "auth/globus_services.hpp"
#include "base/error.hpp"

namespace errand {

AccessToken SandboxedSource::fetch(const ScopeDescription& scopes) {
    const auto& wanted = scopes.scopes;
    if (wanted.empty() || !std::all_of(wanted.begin(), wanted.end(), is_globus_scope))
        throw CommandError(ExitCode::configuration,
                           "the sandbox has no tokens for " + scopes.resource_server +
                               ", since it is a look-alike of Globus only; run the job without --sandbox");
    return sandbox_->fetch(scopes);
}

}  // namespace errand

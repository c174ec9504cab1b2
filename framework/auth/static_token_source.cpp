#include "auth/static_token_source.hpp"

#include "auth/scope_list.hpp"
#include "errand/error.hpp"

namespace errand {

AccessToken StaticTokenSource::fetch(const ScopeDescription& scopes) {
    return {token_(), space_separated(scopes.scopes), scopes.resource_server,
            "Bearer", clock_.now() + lifetime_,       clock_.steady_now() + lifetime_};
}

void StaticTokenSource::revoke(const Secret& /*token*/) {
    throw Error("a provider of type static has no server that could revoke its token");
}

Value StaticTokenSource::introspect(const Secret& /*token*/) {
    throw Error("a provider of type static has no server that could tell about its token");
}

}  // namespace errand

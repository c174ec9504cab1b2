#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "auth/server_metadata.hpp"
#include "base/environment.hpp"

namespace errand {

/// A base URL or environment that does not come from the configuration, for the caller to log.
struct ServiceOverride {
    /// Such as `GLOBUS_SDK_SERVICE_URL_TRANSFER`.
    std::string variable;
    std::string value;
};

/// The base URLs of the Globus services, and the environment variables of the Globus SDK that change them:
/// `GLOBUS_SDK_ENVIRONMENT` for all, `GLOBUS_SDK_SERVICE_URL_<SERVICE>` for one, which wins.
///
/// A value: copies freely; the environment is read once, by the constructor.
class GlobusServices {
public:
    /// `configured` is the environment that the configuration asks for; the variable wins over it.
    /// \throws Error for an unknown environment, or an override that is no http or https URL.
    GlobusServices(std::string configured, const EnvironmentLookup& lookup);

    /// The base URL of `auth`, `transfer`, `groups`, `flows`, `timer`, `search`, `compute`, `app`, `actions` or
    /// `nexus`, with a slash at its end.
    /// \throws Error for any other name.
    std::string url(std::string_view service) const;
    /// All of them, by name.
    std::map<std::string, std::string, std::less<>> urls() const { return urls_; }

    /// The one in force, such as `production`.
    const std::string& environment() const { return environment_; }
    /// What the environment changed, in a fixed order.
    const std::vector<ServiceOverride>& overrides() const { return overrides_; }

private:
    std::string environment_;
    std::map<std::string, std::string, std::less<>> urls_;
    std::vector<ServiceOverride> overrides_;
};

/// The endpoints of Globus Auth at this base URL.
ServerMetadata globus_endpoints(const std::string& auth_url);

/// True for the scopes that Globus Auth issues: `urn:globus:auth:scope:…`, `https://auth.globus.org/scopes/…`,
/// `openid`, `email` and `profile`.
bool is_globus_scope(std::string_view scope);

/// The resource server that a scope of Globus Auth is of, as far as its text shows: that in
/// `urn:globus:auth:scope:<resource server>:…` and `https://auth.globus.org/scopes/<id>/…`, though a few of the latter
/// go by a name, and Globus Auth itself for the scopes of OpenID Connect.
std::string globus_resource_server(std::string_view scope);

}  // namespace errand

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/environment.hpp"
#include "errand/secret.hpp"
#include "http/http_url.hpp"

namespace errand {

/// Through which proxy requests go, as it was configured.
struct ProxySettings {
    /// `http://user:password@host:port`, of which only the host must be there; empty for none. Never logged.
    Secret url = {};
    /// Hosts that are reached without it, as NoProxyList has them.
    std::vector<std::string> no_proxy = {};
    /// Where the URL comes from, for messages, such as `HTTPS_PROXY`.
    std::string origin = {};
};

/// What the environment asks for, by the rules of curl: https_proxy, HTTPS_PROXY, all_proxy, ALL_PROXY, the first that
/// is set and not empty, and no_proxy or NO_PROXY, separated by commas or blanks. HTTP_PROXY is for http:// URLs, which
/// errand has on loopback only, where no proxy is ever used.
ProxySettings proxy_from_environment(const EnvironmentLookup& environment);

/// A proxy that connects to servers on request.
struct Proxy {
    /// Only its host and port.
    HttpUrl address;
    /// The value of Proxy-Authorization; empty for none. Never logged.
    Secret authorization;
    /// The password in it, as it is. Never logged.
    Secret password;
};

/// \throws CommandError (configuration) for what is no URL of an http:// proxy. The message says where it comes from,
/// and shows neither user nor password.
/// Source: RFC 3986 section 3.2, RFC 7617 section 2. The port is 1080 unless it is given, as with curl.
std::optional<Proxy> parse_proxy(const ProxySettings& settings);

/// `http://…@host:port`, without user and password.
std::string without_credentials(std::string_view proxy_url);

}  // namespace errand

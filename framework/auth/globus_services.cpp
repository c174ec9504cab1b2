#include "auth/globus_services.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include "auth/scope_list.hpp"
#include "base/logger.hpp"
#include "base/suggestion.hpp"
#include "errand/error.hpp"
#include "http/http_url.hpp"

namespace errand {

namespace {

constexpr std::string_view kUrnScope = "urn:globus:auth:scope:";
constexpr std::string_view kUrlScope = "https://auth.globus.org/scopes/";
const std::vector<std::string> kEnvironments = {"production", "preview", "sandbox", "integration", "test", "staging"};
const std::vector<std::string> kServices = {"auth",   "transfer", "groups", "flows",   "timer",
                                            "search", "compute",  "app",    "actions", "nexus"};

std::string domain_of(const std::string& environment) {
    if (environment == "production") return "globus.org";
    if (environment == "preview") return "preview.globus.org";
    return environment + ".globuscs.info";
}

/// What the rules of the other environments give is wrong for these in production.
std::string production_url(const std::string& service) {
    if (service == "flows" || service == "timer" || service == "actions")
        return "https://" + service + ".automate.globus.org/";
    if (service == "nexus") return "https://nexus.api.globusonline.org/";
    if (service == "auth" || service == "app") return "https://" + service + ".globus.org/";
    return "https://" + service + ".api.globus.org/";
}

std::string url_in(const std::string& environment, const std::string& service) {
    if (environment == "production") return production_url(service);
    if (service == "flows" || service == "timer" || service == "actions")
        return "https://" + environment + '.' + service + ".automate.globus.org/";
    if (service == "auth" || service == "app") return "https://" + service + '.' + domain_of(environment) + '/';
    return "https://" + service + ".api." + domain_of(environment) + '/';
}

std::string variable_of(std::string service) {
    for (char& c : service) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return "GLOBUS_SDK_SERVICE_URL_" + service;
}

/// \throws Error naming the variable.
std::string normalised(const ServiceOverride& found) {
    try {
        require_private(found.value);
    } catch (const Error& error) {
        throw Error(found.variable + ": " + error.what());
    }
    if (found.value.find_first_of("?#") != std::string::npos)
        throw Error(found.variable + ": a base URL has no query and no fragment");
    return found.value.substr(0, found.value.find_last_not_of('/') + 1) + '/';
}

}  // namespace

GlobusServices::GlobusServices(std::string configured, const EnvironmentLookup& lookup)
    : environment_(std::move(configured)) {
    const auto override_with = [&](const std::string& variable) {
        const std::string value = lookup(variable).value_or("");
        if (!value.empty()) overrides_.push_back({variable, value});
        return !value.empty();
    };
    if (override_with("GLOBUS_SDK_ENVIRONMENT")) environment_ = overrides_.back().value;
    if (std::find(kEnvironments.begin(), kEnvironments.end(), environment_) == kEnvironments.end())
        throw Error("there is no Globus environment '" + printable(environment_, 64) + "'" +
                    suggestion(environment_, kEnvironments) + " (known: " + comma_separated(kEnvironments) + ")");
    for (const std::string& service : kServices)
        urls_[service] =
            override_with(variable_of(service)) ? normalised(overrides_.back()) : url_in(environment_, service);
}

std::string GlobusServices::url(std::string_view service) const {
    const auto found = urls_.find(service);
    if (found != urls_.end()) return found->second;
    throw Error("there is no Globus service '" + printable(service, 64) + "'" + suggestion(service, kServices) +
                " (known: " + comma_separated(kServices) + ")");
}

ServerMetadata globus_endpoints(const std::string& auth_url) {
    const std::string token = auth_url + "v2/oauth2/token";
    return {token, token + "/introspect", token + "/revoke"};
}

bool is_globus_scope(std::string_view scope) {
    for (const std::string_view prefix : {kUrnScope, kUrlScope})
        if (scope.size() > prefix.size() && scope.starts_with(prefix)) return true;
    return scope == "openid" || scope == "email" || scope == "profile";
}

std::string globus_resource_server(std::string_view scope) {
    for (const auto& [prefix, end] : {std::pair(kUrnScope, ':'), std::pair(kUrlScope, '/')}) {
        if (!scope.starts_with(prefix)) continue;
        scope.remove_prefix(prefix.size());
        return std::string(scope.substr(0, scope.find(end)));
    }
    return "auth.globus.org";
}

}  // namespace errand

#include "sandbox/scope_request.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace errand {

namespace {

struct NamedScope {
    std::string_view resource_server;
    std::string_view name;
};

constexpr NamedScope kUrnScopes[] = {
    {"auth.globus.org", "manage_projects"},
    {"auth.globus.org", "view_authentications"},
    {"auth.globus.org", "view_clients"},
    {"auth.globus.org", "view_clients_and_scopes"},
    {"auth.globus.org", "view_consents"},
    {"auth.globus.org", "view_identities"},
    {"auth.globus.org", "view_identity_set"},
    {"transfer.api.globus.org", "all"},
    {"transfer.api.globus.org", "gcp_install"},
    {"groups.api.globus.org", "all"},
    {"groups.api.globus.org", "view_my_groups_and_memberships"},
    {"search.api.globus.org", "all"},
    {"search.api.globus.org", "ingest"},
    {"search.api.globus.org", "search"},
    {"search.api.globus.org", "globus_connect_server"},
    {"nexus.api.globus.org", "groups"},
};

/// Scopes written `https://auth.globus.org/scopes/<client>/<name>`.
struct UrlScope {
    std::string_view client;
    std::string_view name;
    std::string_view resource_server;
};

constexpr std::string_view kFlowsClient = "eec9b274-0c81-4334-bdc2-54e90e689b9a";
constexpr std::string_view kTimerClient = "524230d7-ea86-4a52-8312-86065a9e0417";
constexpr UrlScope kUrlScopes[] = {
    {kFlowsClient, "all", "flows.globus.org"},
    {kFlowsClient, "manage_flows", "flows.globus.org"},
    {kFlowsClient, "view_flows", "flows.globus.org"},
    {kFlowsClient, "run", "flows.globus.org"},
    {kFlowsClient, "run_status", "flows.globus.org"},
    {kFlowsClient, "run_manage", "flows.globus.org"},
    {kTimerClient, "timer", kTimerClient},
    {"facd7ccc-c5f4-42aa-916b-a0e270e2c2a9", "all", "funcx_service"},
};

bool is_uuid(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (is_dash ? text[i] != '-' : std::string_view("0123456789abcdef").find(text[i]) == text.npos) return false;
    }
    return true;
}

std::optional<std::string> server_of_urn(std::string_view rest) {
    const std::string_view server = rest.substr(0, rest.find(':'));
    const std::string_view name = rest.substr(std::min(server.size() + 1, rest.size()));
    const auto is_wanted = [&](const NamedScope& scope) {
        return scope.resource_server == server && scope.name == name;
    };
    if (std::any_of(std::begin(kUrnScopes), std::end(kUrnScopes), is_wanted) ||
        (is_uuid(server) && name == "manage_collections"))
        return std::string(server);
    return std::nullopt;
}

std::optional<std::string> server_of_url(std::string_view rest) {
    const std::string_view client = rest.substr(0, rest.find('/'));
    const std::string_view name = rest.substr(std::min(client.size() + 1, rest.size()));
    for (const UrlScope& scope : kUrlScopes)
        if (scope.client == client && scope.name == name) return std::string(scope.resource_server);
    if (!is_uuid(client)) return std::nullopt;
    std::string flow_name = "flow_" + std::string(client) + "_user";
    std::replace(flow_name.begin(), flow_name.end(), '-', '_');
    if (name == "data_access" || name == "https" || name == flow_name) return std::string(client);
    return std::nullopt;
}

/// Whether `c` may come after `before` in a scope string, which begins as after a space.
bool may_follow(char before, char c) {
    switch (c) {
        case '[':
            return before != ' ' && before != '[' && before != ']' && before != '*';
        case ']':
            return before != '[' && before != '*';
        case '*':
            return before == ' ' || before == '[';
        case ' ':
            return before != '*';
        default:
            return before != ']';
    }
}

}  // namespace

std::optional<std::vector<std::string>> scope_paths(std::string_view text) {
    std::vector<std::string> paths;
    constexpr std::size_t kDeepest = 50;
    // What the dependencies begin with where the reader is, and before that outside of each bracket.
    std::vector<std::string> starts = {""};
    char before = ' ';
    for (const char c : text) {
        if (!may_follow(before, c) || (c == ']' && starts.size() == 1) || starts.size() > kDeepest) return std::nullopt;
        if (c == '[') starts.push_back(paths.back() + '[');
        if (c == ']') starts.pop_back();
        if (std::string_view(" []*").find(c) == std::string_view::npos) {
            const bool is_new = std::string_view(" [*").find(before) != std::string_view::npos;
            if (is_new) paths.push_back(starts.back());
            paths.back() += c;
        }
        before = c;
    }
    if (starts.size() > 1 || before == '*') return std::nullopt;
    return paths;
}

std::vector<std::string> top_level_scopes(const std::vector<std::string>& paths) {
    std::vector<std::string> scopes;
    std::copy_if(paths.begin(), paths.end(), std::back_inserter(scopes),
                 [](const std::string& path) { return path.find('[') == std::string::npos; });
    return scopes;
}

std::optional<std::string> resource_server_of(std::string_view scope) {
    constexpr std::string_view kUrn = "urn:globus:auth:scope:";
    constexpr std::string_view kUrl = "https://auth.globus.org/scopes/";
    if (scope == "openid" || scope == "email" || scope == "profile") return "auth.globus.org";
    if (scope.starts_with(kUrn)) return server_of_urn(scope.substr(kUrn.size()));
    if (scope.starts_with(kUrl)) return server_of_url(scope.substr(kUrl.size()));
    return std::nullopt;
}

}  // namespace errand

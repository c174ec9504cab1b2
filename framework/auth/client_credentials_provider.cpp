#include "auth/client_credentials_provider.hpp"

#include <algorithm>
#include <chrono>

#include "auth/globus_services.hpp"
#include "auth/scope_list.hpp"
#include "http/http_url.hpp"

namespace errand {

namespace {

constexpr std::chrono::seconds kBetweenFailedRenewals(30);

std::string space_separated(const std::vector<std::string>& scopes) {
    std::string text;
    for (const std::string& scope : scopes) text += (text.empty() ? "" : " ") + scope;
    return text;
}

}  // namespace

struct ClientCredentialsProvider::Slot {
    /// Held during a grant: of several threads one asks, and the others find its answer.
    std::mutex granting;
    std::optional<AccessToken> current;
};

ClientCredentialsProvider::ClientCredentialsProvider(ProviderProfile profile, ClientCredentials credentials,
                                                     HttpClient& http, const Clock& clock, Logger& logger)
    : profile_(std::move(profile)), grant_(std::move(credentials), http, clock), clock_(clock), logger_(logger) {}

ClientCredentialsProvider::~ClientCredentialsProvider() = default;

AccessToken ClientCredentialsProvider::token(const ScopeDescription& scopes) {
    Slot& slot = slot_for(scopes);
    if (const auto token = fresh(slot)) return *token;
    const std::lock_guard lock(slot.granting);
    if (const auto token = fresh(slot)) return *token;
    return renew(slot, scopes);
}

ClientCredentialsProvider::Slot& ClientCredentialsProvider::slot_for(const ScopeDescription& scopes) {
    std::vector<std::string> sorted = scopes.scopes;
    std::sort(sorted.begin(), sorted.end());
    const std::lock_guard lock(mutex_);
    std::unique_ptr<Slot>& slot = slots_[scopes.resource_server + '\n' + space_separated(sorted)];
    if (!slot) slot = std::make_unique<Slot>();
    return *slot;
}

/// The steady clock stands still while the machine sleeps, and the calendar clock may be set: both must agree.
std::optional<AccessToken> ClientCredentialsProvider::fresh(const Slot& slot) {
    const std::lock_guard lock(mutex_);
    const auto& token = slot.current;
    const bool is_fresh = token && clock_.steady_now() < token->renew_at && clock_.now() < token->expires_at;
    return is_fresh ? token : std::nullopt;
}

AccessToken ClientCredentialsProvider::renew(Slot& slot, const ScopeDescription& scopes) {
    try {
        const AccessToken token = fetch(scopes);
        const std::lock_guard lock(mutex_);
        slot.current = token;
        return token;
    } catch (const ServiceUnreachable& error) {
        return keep_in_use(slot, error);
    }
}

AccessToken ClientCredentialsProvider::keep_in_use(Slot& slot, const ServiceUnreachable& error) {
    const std::lock_guard lock(mutex_);
    if (!slot.current || clock_.now() >= slot.current->expires_at) throw;
    slot.current->renew_at = clock_.steady_now() + kBetweenFailedRenewals;
    logger_.warning("provider '" + profile_.name + "': the token for " + slot.current->resource_server +
                    " could not be renewed and stays in use until it expires at " +
                    format_utc(slot.current->expires_at) + ": " + error.what());
    return *slot.current;
}

AccessToken ClientCredentialsProvider::fetch(const ScopeDescription& scopes) const {
    const std::string asked = space_separated(scopes.scopes);
    if (asked.empty() && profile_.kind == ProviderProfile::Kind::globus)
        throw Error("provider '" + profile_.name + "': no scope is named for " + scopes.resource_server);
    AccessToken token = choose(grant_.request(asked), scopes.resource_server);
    const auto missing =
        token.scopes.empty() ? std::vector<std::string>() : missing_scopes(scopes.scopes, token.scopes);
    if (!missing.empty()) refuse("less than was asked for; missing: " + comma_separated(missing));
    // A provider that does not name resource servers issues for the one that was asked for.
    if (token.resource_server.empty()) token.resource_server = scopes.resource_server;
    return token;
}

AccessToken ClientCredentialsProvider::choose(const TokenResponse& response, const std::string& resource_server) const {
    if (const AccessToken* token = response.by_resource_server(resource_server)) return *token;
    if (profile_.kind == ProviderProfile::Kind::oauth2) return response.tokens().front();
    std::vector<std::string> granted;
    for (const AccessToken& token : response.tokens()) granted.push_back(token.resource_server);
    refuse("no token for " + resource_server + ", only for " + printable(comma_separated(granted), 300));
}

void ClientCredentialsProvider::refuse(const std::string& what) const {
    throw CredentialsRefused("the token endpoint " + without_query(grant_.token_url()) + " granted client " +
                             printable(client_id(), 64) + ' ' + what);
}

void ClientCredentialsProvider::reject(const Secret& token) {
    const std::lock_guard lock(mutex_);
    for (const auto& [key, slot] : slots_)
        if (slot->current && slot->current->token.reveal() == token.reveal()) slot->current.reset();
}

bool ClientCredentialsProvider::can_serve(const ScopeDescription& scopes) const {
    const bool is_globus = profile_.kind == ProviderProfile::Kind::globus;
    const auto& allowed = profile_.scopes;
    return std::all_of(scopes.scopes.begin(), scopes.scopes.end(), [&](const std::string& scope) {
        if (is_globus || allowed.empty()) return is_globus_scope(scope) == is_globus;
        return std::find(allowed.begin(), allowed.end(), scope) != allowed.end();
    });
}

}  // namespace errand

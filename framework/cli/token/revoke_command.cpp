#include "auth/fingerprint.hpp"
#include "base/error.hpp"
#include "cli/configured_providers.hpp"
#include "cli/session.hpp"
#include "cli/token/token_row.hpp"

namespace errand {

namespace {

/// A kept token, and the name of its file.
struct KeptToken {
    std::string key;
    TokenRow row;
};

std::vector<KeptToken> kept_of(const std::string& provider, const TokenCache& cache) {
    std::vector<KeptToken> kept;
    for (const auto& [key, entry] : cache.list())
        if (entry.token && (provider.empty() || entry.provider == provider))
            kept.push_back({key, {entry.provider, entry.client_id, *entry.token}});
    return kept;
}

TokenProvider& provider_of(const TokenRow& row, const Providers& providers) {
    for (const NamedProvider& candidate : providers.list())
        if (candidate.name == row.provider) return candidate.provider;
    throw CommandError(
        ExitCode::configuration,
        "the token " + name_of(row) + " cannot be revoked: the configuration no longer has that provider");
}

}  // namespace

ExitCode run(const TokenRevokeOptions& options, Session& session) {
    ConfiguredProviders providers(session);
    const std::string chosen = options.all ? std::string() : providers.named(options.provider).name;
    const TokenCache& cache = providers.all().cache();
    const std::vector<KeptToken> tokens = kept_of(chosen, cache);
    if (tokens.empty()) session.err << "errand: no token " << (options.all ? "" : "of " + chosen + ' ') << "is kept\n";
    return with_each(tokens, session.err, [&](const KeptToken& kept) {
        const bool has_expired = kept.row.token.expires_at <= session.clock.now();
        if (!has_expired) provider_of(kept.row, providers.all()).revoke(kept.row.token.token);
        cache.remove(kept.key);
        session.out << (has_expired ? "removed the expired " : "revoked ") << name_of(kept.row) << '\n';
    });
}

}  // namespace errand

#include "auth/fingerprint.hpp"
#include "base/error.hpp"
#include "cli/configured_providers.hpp"
#include "cli/session.hpp"
#include "cli/token/token_row.hpp"
#include "errand/error.hpp"

namespace errand {

namespace {

/// A kept token, the name of its file, and what it came from.
struct KeptToken {
    std::string key;
    std::string source;
    TokenRow row;
};

std::vector<KeptToken> kept_of(const std::string& provider, const TokenCache& cache) {
    std::vector<KeptToken> kept;
    for (const auto& [key, entry] : cache.list())
        if (entry.token && (provider.empty() || entry.provider == provider))
            kept.push_back({key, entry.source, {entry.provider, entry.client_id, *entry.token}});
    return kept;
}

[[noreturn]] void refuse(const KeptToken& kept, const std::string& why) {
    throw CommandError(ExitCode::configuration, "the token " + name_of(kept.row) + " cannot be revoked: " + why);
}

/// A token is shown to nobody but the server that issued it.
/// \throws CommandError (configuration) if its provider is gone, or has become another
TokenProvider& provider_of(const KeptToken& kept, const Providers& providers) {
    for (const NamedProvider& candidate : providers.list()) {
        if (candidate.name != kept.row.provider) continue;
        if (candidate.provider.source() == kept.source) return candidate.provider;
        refuse(kept,
               "it came from another server, or for another client, than the configuration and the environment "
               "name now; revoke it with those that it was fetched with");
    }
    refuse(kept, "the configuration no longer has that provider");
}

/// \throws what TokenProvider::revoke() does, naming the token
void revoke(const KeptToken& kept, const Providers& providers) try {
    provider_of(kept, providers).revoke(kept.row.token.token);
} catch (const ServiceUnreachable& error) {
    throw ServiceUnreachable(name_of(kept.row) + ": " + error.what());
} catch (const CredentialsRefused& error) {
    throw CredentialsRefused(name_of(kept.row) + ": " + error.what());
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
        if (!has_expired) revoke(kept, providers.all());
        cache.remove(kept.key);
        session.out << (has_expired ? "removed the expired " : "revoked ") << name_of(kept.row) << '\n';
    });
}

}  // namespace errand

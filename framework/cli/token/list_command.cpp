#include <algorithm>
#include <tuple>

#include "base/logger.hpp"
#include "cli/kept_entries.hpp"
#include "cli/session.hpp"
#include "cli/token/token_row.hpp"
#include "config/locations.hpp"
#include "errand/json.hpp"

namespace errand {

namespace {

struct FailedGrant {
    std::string provider;
    std::string client_id;
    GrantFailure failure;

    std::string kind() const { return failure.kind == GrantFailure::Kind::refused ? "refused" : "unreachable"; }
};

/// What the cache holds.
struct KeptTokens {
    std::vector<TokenRow> tokens;
    std::vector<FailedGrant> failures;
};

KeptTokens kept_tokens(const CacheDirectory& directory, const Clock& clock) {
    KeptTokens kept;
    for (const auto& [key, entry] : kept_entries(directory, clock)) {
        if (entry.token) kept.tokens.push_back({entry.provider, entry.client_id, *entry.token});
        if (entry.failure) kept.failures.push_back({entry.provider, entry.client_id, *entry.failure});
    }
    // The files are named by hashes, which say nothing.
    std::sort(kept.tokens.begin(), kept.tokens.end(), [](const TokenRow& a, const TokenRow& b) {
        return std::tie(a.provider, a.token.resource_server, a.token.expires_at, a.token.scopes) <
               std::tie(b.provider, b.token.resource_server, b.token.expires_at, b.token.scopes);
    });
    std::sort(kept.failures.begin(), kept.failures.end(), [](const FailedGrant& a, const FailedGrant& b) {
        return std::tie(a.provider, a.failure.at) < std::tie(b.provider, b.failure.at);
    });
    return kept;
}

void print_text(const KeptTokens& kept, const Session& session) {
    if (!kept.tokens.empty()) print_tokens(session.out, kept.tokens, session.clock.now());
    for (const FailedGrant& failed : kept.failures)
        session.out << failed.provider << " was " << failed.kind() << " at " << format_utc(failed.failure.at) << ": "
                    << failed.failure.message << '\n';
}

void print_json(const KeptTokens& kept, const std::filesystem::path& directory, const Session& session) {
    Value::List tokens;
    for (const TokenRow& row : kept.tokens) tokens.push_back(to_value(row, session.clock.now()));
    Value::List failures;
    for (const FailedGrant& failed : kept.failures)
        failures.push_back(Value::Map{{"provider", failed.provider},
                                      {"client_id", failed.client_id},
                                      {"kind", failed.kind()},
                                      {"at", format_utc(failed.failure.at)},
                                      {"message", failed.failure.message}});
    const Value report = Value::Map{{"directory", directory.string()}, {"tokens", tokens}, {"failures", failures}};
    session.out << to_json(report, JsonStyle::indented) << '\n';
}

}  // namespace

ExitCode run(const TokenListOptions& options, Session& session) {
    const CacheDirectory directory(cache_directory(session.surroundings) / "tokens");
    const KeptTokens kept = kept_tokens(directory, session.clock);
    if (options.json) {
        print_json(kept, directory.path(), session);
        return ExitCode::done;
    }
    print_text(kept, session);
    if (kept.tokens.empty() && kept.failures.empty())
        session.err << "errand: no token is kept in '" << directory.path().string()
                    << "'; a run that needs one fetches it, as does 'errand token fetch'\n";
    return ExitCode::done;
}

}  // namespace errand

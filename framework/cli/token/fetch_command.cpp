#include <ostream>

#include "base/error.hpp"
#include "cli/configured_providers.hpp"
#include "cli/session.hpp"
#include "cli/token/requested_scopes.hpp"
#include "cli/token/token_row.hpp"
#include "errand/json.hpp"

namespace errand {

namespace {

void print_fetched(const std::vector<TokenRow>& rows, bool as_json, const Session& session) {
    if (!as_json && !rows.empty()) print_tokens(session.out, rows, session.clock.now());
    if (!as_json) return;
    Value::List tokens;
    for (const TokenRow& row : rows) tokens.push_back(to_value(row, session.clock.now()));
    session.out << to_json(Value::Map{{"tokens", tokens}}, JsonStyle::indented) << '\n';
}

}  // namespace

ExitCode run(const TokenFetchOptions& options, Session& session) {
    ConfiguredProviders providers(session);
    const NamedProvider& chosen = providers.named(options.selection.provider);
    const std::string& name = chosen.name;
    TokenProvider& provider = chosen.provider;
    const auto requests = requested_scopes(options.selection, name, providers);
    if (options.reveal && requests.size() > 1)
        throw CommandError(ExitCode::usage, "these are " + std::to_string(requests.size()) +
                                                " tokens, and --reveal prints one; say which with --scopes");
    std::vector<TokenRow> rows;
    const ExitCode code = with_each(requests, session.err, [&](const ScopeDescription& scopes) {
        rows.push_back(
            {name, provider.client_id(), options.fresh ? provider.renewed_token(scopes) : provider.token(scopes)});
    });
    // Past the redactor, which would hide it.
    if (options.reveal)
        for (const TokenRow& row : rows) std::ostream(&session.out_outlet) << row.token.token.reveal() << '\n';
    else
        print_fetched(rows, options.json, session);
    return code;
}

}  // namespace errand

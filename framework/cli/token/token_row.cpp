#include "cli/token/token_row.hpp"

#include "auth/fingerprint.hpp"
#include "auth/scope_list.hpp"
#include "base/logger.hpp"
#include "cli/columns.hpp"

namespace errand {

namespace {

std::string cell(const std::string& text) { return text.empty() ? "-" : text; }

}  // namespace

std::string name_of(const TokenRow& row) {
    const std::string& server = row.token.resource_server;
    return short_hash(row.token.token) + " of " + row.provider + (server.empty() ? "" : " for " + printable(server));
}

void print_tokens(std::ostream& out, const std::vector<TokenRow>& rows, Clock::CalendarTime now) {
    std::vector<std::vector<std::string>> cells = {{"HASH", "PROVIDER", "RESOURCE SERVER", "EXPIRES", "SCOPES"}};
    for (const auto& [provider, client_id, token] : rows)
        cells.push_back({short_hash(token.token), provider, cell(token.resource_server),
                         token.expires_at <= now ? "expired" : format_utc(token.expires_at), cell(token.scopes)});
    print_columns(out, cells);
}

Value to_value(const TokenRow& row, Clock::CalendarTime now) {
    Value::List scopes;
    for (const std::string& scope : split_scopes(row.token.scopes)) scopes.emplace_back(scope);
    return Value::Map{{"provider", row.provider},
                      {"client_id", row.client_id},
                      {"resource_server", row.token.resource_server},
                      {"scopes", scopes},
                      {"hash", short_hash(row.token.token)},
                      {"expires_at", format_utc(row.token.expires_at)},
                      {"is_expired", row.token.expires_at <= now}};
}

}  // namespace errand

#include "auth/fingerprint.hpp"
#include "base/logger.hpp"
#include "cli/columns.hpp"
#include "cli/configured_providers.hpp"
#include "cli/session.hpp"
#include "cli/token/requested_scopes.hpp"
#include "cli/token/token_row.hpp"
#include "errand/json.hpp"

namespace errand {

namespace {

struct Inspection {
    TokenRow row;
    Value answer;
};

/// For times, which are in seconds. Source: RFC 7662 section 2.2.
bool is_time(const std::string& field) { return field == "exp" || field == "iat" || field == "nbf"; }

std::string shown_field(const std::string& name, const Value& value) {
    if (value.is_integer() && is_time(name))
        return format_utc(Clock::CalendarTime(std::chrono::seconds(value.integer())));
    return value.is_text() ? printable(value.text()) : to_json(value);
}

/// A server that repeats the token does not get it shown.
Value without_token(const Value& value, const Secret& token) {
    if (value.is_text() && value.text().find(token.reveal()) != std::string::npos) return short_hash(token);
    Value copy = value;
    if (copy.is_list())
        for (Value& item : copy.list()) item = without_token(item, token);
    if (copy.is_map())
        for (auto& [name, member] : copy.map()) member = without_token(member, token);
    return copy;
}

void print_inspection(const Inspection& found, std::ostream& out) {
    out << name_of(found.row) << '\n';
    std::vector<std::vector<std::string>> fields;
    for (const auto& [name, value] : found.answer.map())
        fields.push_back({"  " + printable(name, 64), shown_field(name, value)});
    print_columns(out, fields);
}

Value to_value(const Inspection& found) {
    return Value::Map{{"provider", found.row.provider},
                      {"resource_server", found.row.token.resource_server},
                      {"hash", short_hash(found.row.token.token)},
                      {"introspection", found.answer}};
}

}  // namespace

ExitCode run(const TokenInspectOptions& options, Session& session) {
    ConfiguredProviders providers(session);
    const NamedProvider& chosen = providers.named(options.selection.provider);
    const std::string& name = chosen.name;
    TokenProvider& provider = chosen.provider;
    const auto requests = requested_scopes(options.selection, name, providers);
    Value::List report;
    const ExitCode code = with_each(requests, session.err, [&](const ScopeDescription& scopes) {
        Inspection found{{name, provider.client_id(), provider.token(scopes)}, {}};
        found.answer = without_token(provider.introspect(found.row.token.token), found.row.token.token);
        report.push_back(to_value(found));
        if (!options.json) print_inspection(found, session.out);
        if (!found.answer.find("active")->boolean())
            session.err << "errand: the server says that " << name_of(found.row)
                        << " is not active; to get another: errand token fetch --fresh " << name << '\n';
    });
    if (options.json) session.out << to_json(Value::Map{{"tokens", report}}, JsonStyle::indented) << '\n';
    return code;
}

}  // namespace errand

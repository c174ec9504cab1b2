#include "auth/fingerprint.hpp"
#include "auth/introspection_response.hpp"
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

std::string shown_field(const std::string& name, const Value& value) {
    if (const auto time = introspected_time(name, value)) return format_utc(*time);
    return value.is_text() ? value.text() : to_json(value);
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

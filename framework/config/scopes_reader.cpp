#include "config/scopes_reader.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "config/map_reader.hpp"
#include "config/scalars.hpp"
#include "job/scope_template.hpp"

namespace errand {

namespace {

std::optional<std::string> fill(const std::string& scope, const Value::Map& parameters, const Node& node,
                                Problems& problems) {
    try {
        return fill_scope(scope, parameters);
    } catch (const ValueError& error) {
        problems.add(node.offset, error.what());
        return std::nullopt;
    }
}

/// An item of a list of scopes: exactly one.
std::optional<Scope> read_scope(const Node& node, const std::string& text, Problems& problems) {
    try {
        std::vector<Scope> scopes = parse_scopes(text);
        if (scopes.size() == 1) return std::move(scopes.front());
        problems.add(node.offset, scopes.empty() ? "the scope is empty" : "give each scope its own item in the list");
    } catch (const ScopeSyntaxError& error) {
        problems.add(node.offset, error.what());
    }
    return std::nullopt;
}

std::vector<std::string> read_scope_strings(const Node& node, const Value::Map& parameters, Problems& problems) {
    std::vector<std::string> scopes;
    const auto& items = read_list(node, problems);
    if (node.kind == Node::Kind::list && items.empty()) problems.add(node.offset, "a token needs at least one scope");
    for (const Node& item : items) {
        const auto text = read_text(item, problems);
        const auto filled = text ? fill(*text, parameters, item, problems) : std::nullopt;
        if (!filled) continue;
        // Other servers than Globus Auth may have a star within a scope.
        const bool is_plain = !filled->empty() && filled->find_first_of(" []") == std::string::npos;
        if (is_plain || read_scope(item, *filled, problems)) scopes.push_back(*filled);
    }
    return scopes;
}

}  // namespace

std::vector<ScopeDescription> read_declared_scopes(const Node& uses, const TaskDescription& type,
                                                   const Value::Map& parameters, Problems& problems) {
    std::vector<ScopeDescription> filled = type.scopes;
    for (ScopeDescription& scopes : filled)
        for (std::string& scope : scopes.scopes) scope = fill(scope, parameters, uses, problems).value_or(scope);
    return filled;
}

void read_named_scopes(const Node& node, std::vector<ScopeDescription>& scopes, const Value::Map& parameters,
                       Problems& problems) {
    if (!MapReader(node, problems).is_map()) return;
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
        const std::string& server = node.keys[i].text;
        if (server.empty()) problems.add(node.keys[i].offset, "the name of the resource server is empty");
        const auto same = [&](const ScopeDescription& known) { return known.resource_server == server; };
        auto found = std::find_if(scopes.begin(), scopes.end(), same);
        if (found == scopes.end()) found = scopes.insert(scopes.end(), {server, {}});
        found->scopes = read_scope_strings(node.items[i], parameters, problems);
    }
}

std::vector<Scope> read_allowed_scopes(const Node& node, Problems& problems) {
    std::vector<Scope> scopes;
    for (const Node& item : read_list(node, problems)) {
        const auto text = read_text(item, problems);
        if (auto scope = text ? read_scope(item, *text, problems) : std::nullopt) scopes.push_back(std::move(*scope));
    }
    return scopes;
}

}  // namespace errand

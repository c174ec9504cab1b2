#include "job/scope_widening.hpp"

#include <algorithm>

namespace errand {

namespace {

constexpr std::size_t kLongestRequest = 16 * 1024;
constexpr std::ptrdiff_t kMostScopes = 200;

std::string joined(const std::vector<std::string>& scopes) {
    std::string text;
    for (const std::string& scope : scopes) text += (text.empty() ? "" : " ") + scope;
    return text;
}

/// Source: RFC 6749 section 3.3, scope-token.
bool may_be_in_scopes(char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; }

std::vector<Scope> parse_asked(const std::vector<std::string>& asked) {
    const std::string text = joined(asked);
    const auto ends = std::count_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '['; });
    if (text.size() > kLongestRequest || ends >= kMostScopes)
        throw ScopeSyntaxError("more was asked for than 200 scopes or 16KiB of them");
    if (!std::all_of(text.begin(), text.end(), may_be_in_scopes))
        throw ScopeSyntaxError("what was asked for holds characters that no scope has");
    return parse_scopes(text);
}

const Scope* find_by_name(const std::vector<Scope>& scopes, const std::string& name) {
    const auto found = std::find_if(scopes.begin(), scopes.end(), [&](const Scope& one) { return one.name == name; });
    return found == scopes.end() ? nullptr : &*found;
}

/// Whether all of `scopes` is in `all`, to the last dependency.
bool is_within(const std::vector<Scope>& scopes, const std::vector<Scope>& all) {
    return std::all_of(scopes.begin(), scopes.end(), [&](const Scope& scope) {
        const Scope* found = find_by_name(all, scope.name);
        return found && is_within(scope.dependencies, found->dependencies);
    });
}

bool is_allowed(const Scope& scope, const std::vector<Scope>& allowed) {
    return std::any_of(allowed.begin(), allowed.end(), [&](const Scope& one) {
        return one.name == scope.name && (one.dependencies.empty() || is_within(scope.dependencies, one.dependencies));
    });
}

}  // namespace

ScopeWidening widened(const ScopeDescription& declared, const std::vector<std::string>& asked,
                      const std::vector<Scope>& allowed) {
    const std::vector<Scope> own = parse_scopes(joined(declared.scopes));
    std::vector<Scope> all = own;
    ScopeWidening widening{{declared.resource_server, {}}, {}};
    for (Scope& scope : parse_asked(asked)) {
        const Scope* known = find_by_name(own, scope.name);
        // Whether it may be left out of the grant is for the task to say.
        if (known) scope.is_optional = known->is_optional;
        if (known || is_allowed(scope, allowed))
            all = merged(std::move(all), {scope});
        else
            widening.refused.push_back(std::move(scope));
    }
    for (const Scope& scope : all) widening.wanted.scopes.push_back(to_string(scope));
    return widening;
}

}  // namespace errand

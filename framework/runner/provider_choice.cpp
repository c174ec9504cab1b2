#include "runner/provider_choice.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/suggestion.hpp"

namespace errand {

namespace {

[[noreturn]] void refuse(const std::string& message) { throw CommandError(ExitCode::configuration, message); }

std::string join(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

TokenProvider& provider_named(const std::vector<NamedProvider>& providers, const std::string& task,
                              const std::string& name) {
    std::vector<std::string> names;
    for (const NamedProvider& candidate : providers) {
        if (candidate.name == name) return candidate.provider;
        names.push_back(candidate.name);
    }
    refuse("task '" + task + "' names the provider '" + name + "', which the configuration does not have" +
           suggestion(name, names));
}

bool fits(const NamedProvider& candidate, const std::vector<ScopeDescription>& scopes) {
    return std::all_of(scopes.begin(), scopes.end(),
                       [&](const ScopeDescription& scope) { return candidate.provider.can_serve(scope); });
}

}  // namespace

TokenProvider& choose_provider(const std::vector<NamedProvider>& providers, const std::string& task,
                               const std::optional<std::string>& named, const std::vector<ScopeDescription>& scopes) {
    if (named) return provider_named(providers, task, *named);
    std::vector<std::string> names;
    TokenProvider* found = nullptr;
    for (const NamedProvider& candidate : providers) {
        if (!fits(candidate, scopes)) continue;
        names.push_back(candidate.name);
        found = &candidate.provider;
    }
    if (names.empty())
        refuse("task '" + task + "' needs tokens for " + scopes.front().resource_server +
               ", and no provider in the configuration can get them; add one under 'providers:'");
    if (names.size() > 1)
        refuse("task '" + task + "' could use any of the providers " + join(names) +
               "; say which with 'provider:' in the task or the job");
    return *found;
}

}  // namespace errand

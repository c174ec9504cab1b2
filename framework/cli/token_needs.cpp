#include "cli/token_needs.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "config/locations.hpp"

namespace errand {

namespace {

using Needs = std::map<std::string, std::vector<ScopeDescription>>;

void add(std::vector<ScopeDescription>& needs, ScopeDescription scopes) {
    std::sort(scopes.scopes.begin(), scopes.scopes.end());
    if (std::find(needs.begin(), needs.end(), scopes) == needs.end()) needs.push_back(std::move(scopes));
}

void add_needs_of(const TaskDefinition& task, const std::vector<NamedProvider>& providers, Needs& needs) {
    if (task.scopes.empty()) return;
    const TokenProvider& chosen = choose_provider(providers, task.name, task.provider, task.scopes);
    for (const NamedProvider& candidate : providers)
        if (&candidate.provider == &chosen)
            for (const ScopeDescription& scopes : task.scopes) add(needs[candidate.name], scopes);
}

}  // namespace

Needs token_needs(Installation& installation, const std::vector<NamedProvider>& providers) {
    Needs needs;
    for (const auto& file : all_job_files(installation.settings())) {
        try {
            for (const TaskDefinition& task : installation.job(file.string()).tasks)
                add_needs_of(task, providers, needs);
        } catch (const CommandError&) {  // For errand check to tell.
        }
    }
    return needs;
}

}  // namespace errand

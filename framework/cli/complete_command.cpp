#include <algorithm>
#include <set>

#include "cli/installation.hpp"
#include "cli/session.hpp"
#include "config/locations.hpp"

namespace errand {

namespace {

/// So that it can stand on a line of its own here, and in any shell without quotes.
bool is_plain(const std::string& name) {
    const auto is_allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == '-';
    };
    return !name.starts_with('-') && std::all_of(name.begin(), name.end(), is_allowed);
}

/// Of plugins and, as far as that needs no library, of their task types.
std::vector<std::string> plugin_and_type_names(PluginCatalog& catalog) {
    std::vector<std::string> names = catalog.plugin_names();
    for (const std::string& plugin : catalog.plugin_names())
        for (const std::string& task : catalog.kept_task_names(plugin)) names.push_back(plugin + '.' + task);
    return names;
}

std::vector<std::string> names_of(const std::string& kind, Installation& installation) {
    if (kind == "jobs") return all_job_names(installation.settings());
    if (kind == "plugins") return plugin_and_type_names(installation.catalog());
    return installation.settings().provider_names();
}

}  // namespace

ExitCode run(const CompleteOptions& options, Session& session) {
    Installation installation(session);
    const std::vector<std::string> names = names_of(options.kind, installation);
    for (const std::string& name : std::set<std::string>(names.begin(), names.end()))
        if (is_plain(name)) session.out << name << '\n';
    return ExitCode::done;
}

}  // namespace errand

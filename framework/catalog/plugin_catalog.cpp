#include "catalog/plugin_catalog.hpp"

#include <algorithm>
#include <set>

#include "base/trusted_path.hpp"

namespace errand {

namespace {

constexpr const char* kSuffix = ".so";

bool is_plugin_name(std::string_view name) {
    return !name.empty() && name.front() != '.' && name.find('/') == std::string_view::npos;
}

std::vector<std::string> names_of(const std::vector<TaskDescription>& tasks) {
    std::vector<std::string> names;
    for (const TaskDescription& task : tasks) names.push_back(task.name);
    return names;
}

}  // namespace

PluginCatalog::PluginCatalog(std::vector<std::filesystem::path> directories, PluginDescriber& describer,
                             const DescriptionCache& cache)
    : directories_(std::move(directories)), describer_(describer), cache_(cache) {}

const TaskDescription* PluginCatalog::find(std::string_view plugin_name, std::string_view task) {
    const PluginDescription* found = plugin(plugin_name);
    if (!found) return nullptr;
    const auto description = std::find_if(found->tasks.begin(), found->tasks.end(),
                                          [&](const TaskDescription& candidate) { return candidate.name == task; });
    return description == found->tasks.end() ? nullptr : &*description;
}

std::vector<std::string> PluginCatalog::plugin_names() {
    std::set<std::string> names;
    for (const auto& directory : directories_) {
        std::error_code absent;
        for (const auto& entry : std::filesystem::directory_iterator(directory, absent))
            if (entry.path().extension() == kSuffix) names.insert(entry.path().stem());
    }
    return {names.begin(), names.end()};
}

std::vector<std::string> PluginCatalog::task_names(std::string_view plugin_name) {
    const PluginDescription* found = plugin(plugin_name);
    return found ? names_of(found->tasks) : std::vector<std::string>();
}

std::vector<std::string> PluginCatalog::kept_task_names(std::string_view plugin_name) const {
    const auto path = library(plugin_name);
    if (!path) return {};
    const auto kept = cache_.find(cache_.key(*path));
    return kept ? names_of(kept->tasks) : std::vector<std::string>();
}

const PluginDescription* PluginCatalog::plugin(std::string_view name) {
    const auto known = described_.find(name);
    if (known != described_.end()) return &known->second;
    if (const auto refusal = refused_.find(name); refusal != refused_.end())
        throw CommandError(ExitCode::configuration, refusal->second);
    const auto path = library(name);
    if (!path) return nullptr;
    try {
        return &described_.emplace(name, describe(*path)).first->second;
    } catch (const CommandError& refusal) {
        // Once is enough: a library that hangs is waited for until its time is up.
        refused_.emplace(name, refusal.what());
        throw;
    }
}

std::optional<std::filesystem::path> PluginCatalog::library(std::string_view name) const {
    if (!is_plugin_name(name)) return std::nullopt;
    std::optional<std::filesystem::path> found;
    for (const auto& directory : directories_) {
        const auto path = directory / (std::string(name) + kSuffix);
        std::error_code error;
        if (!std::filesystem::exists(path, error) || (found && std::filesystem::equivalent(*found, path))) continue;
        if (found)
            throw CommandError(ExitCode::configuration, "two libraries claim to be the plugin '" + std::string(name) +
                                                            "': " + found->string() + " and " + path.string() +
                                                            "; rename or remove one");
        found = std::filesystem::absolute(path).lexically_normal();
    }
    return found;
}

PluginDescription PluginCatalog::describe(const std::filesystem::path& library_path) {
    // What is kept of a library says nothing of who may change it by now.
    require_trusted(library_path);
    const std::string key = cache_.key(library_path);
    if (auto kept = cache_.find(key)) return std::move(*kept);
    PluginDescription description = describer_.describe(library_path);
    cache_.store(key, description);
    return description;
}

}  // namespace errand

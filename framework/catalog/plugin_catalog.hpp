#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "catalog/description_cache.hpp"
#include "catalog/plugin_describer.hpp"
#include "job/task_catalog.hpp"

namespace errand {

/// The plugins in a list of directories. A plugin's library is `<name>.so`; only those that are asked for are looked
/// at.
///
/// Lifetime: `describer` and `cache` outlive it. Thread-safety: none.
class PluginCatalog final : public TaskCatalog {
public:
    PluginCatalog(std::vector<std::filesystem::path> directories, PluginDescriber& describer,
                  const DescriptionCache& cache);

    const TaskDescription* find(std::string_view plugin, std::string_view task) override;
    std::vector<std::string> plugin_names() override;
    std::vector<std::string> task_names(std::string_view plugin) override;

    /// As task_names(), but nothing when the plugin's description is not kept: no library is loaded for it, and who may
    /// change it is not looked at.
    /// \throws CommandError with ExitCode::configuration if two directories have the plugin.
    std::vector<std::string> kept_task_names(std::string_view plugin) const;

    /// Nothing when no directory has it.
    /// \throws CommandError with ExitCode::configuration if it is refused, if others could change its library (see
    /// require_trusted()), or if two directories have it.
    const PluginDescription* plugin(std::string_view name);
    /// Where a plugin's library is.
    /// \throws CommandError as plugin() does.
    std::optional<std::filesystem::path> library(std::string_view name) const;

private:
    PluginDescription describe(const std::filesystem::path& library);

    std::vector<std::filesystem::path> directories_;
    PluginDescriber& describer_;
    const DescriptionCache& cache_;
    std::map<std::string, PluginDescription, std::less<>> described_;
    /// Why, by name.
    std::map<std::string, std::string, std::less<>> refused_;
};

}  // namespace errand

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/process_spawner.hpp"
#include "catalog/plugin_catalog.hpp"
#include "cli/session.hpp"
#include "config/job_reader.hpp"
#include "config/settings.hpp"

namespace errand {

/// The configuration in force, and the plugins and jobs that it leads to.
class Installation {
public:
    /// Reads the configuration; looks at no plugin yet.
    /// \param cache_name the part of the cache directory to use; all of it when empty
    /// \throws CommandError
    explicit Installation(const Session& session, const std::string& cache_name = {});

    /// Nothing: there is none, and the defaults are in force.
    const std::optional<std::filesystem::path>& config_file() const { return config_file_; }
    const Settings& settings() const { return settings_; }
    PluginCatalog& catalog() { return catalog_; }
    /// The configured directories, then the built-in plugins'.
    const std::vector<std::filesystem::path>& plugin_directories() const { return plugin_directories_; }
    PosixSpawner& spawner() { return spawner_; }
    const std::filesystem::path& task_program() const { return task_program_; }

    /// A job by name or path, checked against the plugins it uses.
    /// \throws CommandError
    JobDefinition job(const std::string& name_or_path);

private:
    std::filesystem::path task_program_;
    std::optional<std::filesystem::path> config_file_;
    Settings settings_;
    std::vector<std::filesystem::path> plugin_directories_;
    PosixSpawner spawner_;
    PluginDescriber describer_;
    DescriptionCache cache_;
    PluginCatalog catalog_;
};

}  // namespace errand

#pragma once

#include <filesystem>

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

    const Settings& settings() const { return settings_; }
    PluginCatalog& catalog() { return catalog_; }
    ProcessSpawner& spawner() { return spawner_; }
    const std::filesystem::path& task_program() const { return task_program_; }

    /// A job by name or path, checked against the plugins it uses.
    /// \throws CommandError
    JobDefinition job(const std::string& name_or_path);

private:
    std::filesystem::path task_program_;
    Settings settings_;
    PosixSpawner spawner_;
    PluginDescriber describer_;
    DescriptionCache cache_;
    PluginCatalog catalog_;
};

}  // namespace errand

#include "cli/installation.hpp"

#include "base/process_tree.hpp"
#include "cli/provider_types.hpp"
#include "config/load.hpp"
#include "config/locations.hpp"
#include "errand/error.hpp"
#include "http/http_url.hpp"

namespace errand {

namespace {

/// Credentials will be sent there.
std::optional<std::string> objection_to_url(const std::string& url) {
    try {
        require_private(url);
        return std::nullopt;
    } catch (const Error& error) {
        return error.what();
    }
}

std::optional<std::filesystem::path> config_file_of(const Session& session) {
    std::optional<std::filesystem::path> named;
    if (!session.config.empty()) named = session.config;
    return find_config_file(named, session.surroundings);
}

Settings settings_in_force(const std::optional<std::filesystem::path>& file, const Session& session) {
    if (file) return load_settings(*file, provider_forms(), objection_to_url);
    Settings defaults;
    defaults.looked_for = config_file_places(session.surroundings);
    return defaults;
}

std::vector<std::filesystem::path> plugin_directories_of(const Settings& settings,
                                                         const std::filesystem::path& prefix) {
    std::vector<std::filesystem::path> directories;
    for (const DirectorySetting& directory : settings.plugins) directories.push_back(directory.path);
    directories.push_back(prefix / "lib/errand/plugins");
    return directories;
}

std::filesystem::path description_cache(const Session& session, const std::string& name) {
    return cache_directory(session.surroundings) / name / "plugins";
}

}  // namespace

Installation::Installation(const Session& session, const std::string& cache_name)
    : task_program_(session.prefix / "lib/errand/errand-task"),
      config_file_(config_file_of(session)),
      settings_(settings_in_force(config_file_, session)),
      plugin_directories_(plugin_directories_of(settings_, session.prefix)),
      describer_(task_program_, spawner_),
      cache_(description_cache(session, cache_name)),
      catalog_(plugin_directories_, describer_, cache_) {
    adopt_orphans();
}

JobDefinition Installation::job(const std::string& name_or_path) {
    return load_job(find_job(name_or_path, settings_), {catalog_, settings_.provider_names(), settings_.pool_names()});
}

}  // namespace errand

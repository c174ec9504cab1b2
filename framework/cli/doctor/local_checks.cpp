#include "cli/doctor/local_checks.hpp"

#include <unistd.h>

#include "auth/globus_services.hpp"
#include "base/error.hpp"
#include "base/trusted_path.hpp"
#include "cli/kept_entries.hpp"
#include "config/locations.hpp"

namespace errand {

namespace {

/// `2 plugins`, `1 plugin`.
std::string counted(std::size_t count, const std::string& what) {
    return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
}

}  // namespace

std::vector<Finding> check_configuration(const ConfigError& error) {
    std::vector<Finding> findings;
    for (const ConfigProblem& problem : error.problems())
        findings.push_back({"configuration", to_string(problem.where), Health::wrong, problem.what,
                            "correct line " + std::to_string(problem.where.line) + " of " + problem.where.file,
                            error.code()});
    return findings;
}

Finding check_configuration(const Settings& settings, const std::string& file) {
    if (!settings.looked_for.empty())
        return {"configuration", "", Health::warning, no_config_file(settings.looked_for),
                "write one; 'errand run --sandbox JOB' needs none"};
    if (settings.providers.empty())
        return {"configuration", file, Health::warning, "it has no provider", "add one under 'providers:'"};
    return {"configuration", file, Health::ok, counted(settings.providers.size(), "provider")};
}

std::vector<Finding> check_jobs(Installation& installation) {
    std::vector<Finding> findings;
    for (const std::string& objection : objections_to_job_directories(installation.settings()))
        findings.push_back(wrong("jobs", "", CommandError(ExitCode::configuration, objection)));
    const auto files = all_job_files(installation.settings());
    for (const auto& file : files) {
        try {
            installation.job(file.string());
        } catch (const CommandError& error) {
            findings.push_back({"jobs", file.string(), Health::wrong, "the job has mistakes",
                                "errand check '" + file.string() + "'", error.code()});
        }
    }
    if (findings.empty() && !files.empty())
        return {{"jobs", "", Health::ok, counted(files.size(), "job") + " without mistakes"}};
    return findings;
}

std::vector<Finding> check_overrides(const ProviderSettings& provider, const EnvironmentLookup& environment) {
    std::vector<Finding> findings;
    if (provider.type != "globus") return findings;
    const GlobusServices services(provider.values.at("environment").text(), environment);
    for (const ServiceOverride& change : services.overrides())
        findings.push_back({"environment", provider.name, Health::warning,
                            "the variable " + change.variable + " leads to " + change.value,
                            "unset " + change.variable + ", unless that is meant"});
    return findings;
}

std::vector<Finding> check_programs(const std::filesystem::path& directory) {
    std::vector<Finding> findings;
    for (const char* program : {"errand-task", "errand-sandbox"})
        if (::access((directory / program).c_str(), X_OK) != 0)
            findings.push_back({"programs", program, Health::wrong,
                                "'" + (directory / program).string() + "' is not there, or cannot be run",
                                "install errand again", ExitCode::configuration});
    return findings;
}

Finding check_token_cache(const std::filesystem::path& directory, const Clock& clock) try {
    kept_entries(CacheDirectory(directory), clock);
    const std::string path = '\'' + directory.string() + '\'';
    std::error_code absent;
    if (!std::filesystem::exists(directory, absent))
        return {"cache", "", Health::ok, path + " is made when the first token is kept"};
    if (::access(directory.c_str(), W_OK | X_OK) == 0) return {"cache", "", Health::ok, path + " is closed to others"};
    return {"cache", "", Health::wrong, path + " cannot be written", "chmod 700 " + path, ExitCode::state};
} catch (const CommandError& error) {
    return wrong("cache", "", error);
}

Finding check_plugin_directory(const std::filesystem::path& directory) try {
    require_trusted(directory);
    const std::filesystem::directory_iterator first_entry(directory);
    return {"directory", directory.string(), Health::ok, "only root or this user can change it"};
} catch (const std::system_error& error) {
    return {"directory",
            directory.string(),
            Health::wrong,
            error.code().message(),
            "correct 'plugins:' in the configuration",
            ExitCode::configuration};
} catch (const CommandError& error) {
    return wrong("directory", directory.string(), error);
}

std::vector<Finding> check_plugins(PluginCatalog& catalog) {
    std::vector<Finding> findings;
    for (const std::string& name : catalog.plugin_names()) {
        try {
            const PluginDescription& plugin = *catalog.plugin(name);
            findings.push_back({"plugin", name, Health::ok,
                                "version " + plugin.version + ", " + counted(plugin.tasks.size(), "task type")});
        } catch (const std::exception& error) {
            findings.push_back(wrong("plugin", name, error));
        }
    }
    return findings;
}

Finding check_landlock(int version) {
    if (version > 0)
        return {"landlock", "", Health::ok, "version " + std::to_string(version) + " of the kernel's: tasks are caged"};
    return {"landlock", "", Health::warning, "this kernel has no Landlock, so tasks can open any file of the user",
            "boot Linux 5.13 or newer with 'landlock' in the parameter lsm="};
}

}  // namespace errand

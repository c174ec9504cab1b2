#include "config/locations.hpp"

#include <algorithm>
#include <array>
#include <system_error>
#include <vector>

#include "base/error.hpp"
#include "base/suggestion.hpp"

namespace errand {

namespace {

namespace fs = std::filesystem;

/// The value of a variable that is set and not empty.
std::optional<std::string> value_of(const char* name, const Surroundings& surroundings) {
    auto value = surroundings.environment(name);
    return value && !value->empty() ? value : std::nullopt;
}

/// Source: XDG Base Directory Specification; a relative path is to be ignored.
std::optional<fs::path> xdg_directory(const char* variable, const char* below_home, const Surroundings& surroundings) {
    const auto directory = value_of(variable, surroundings);
    if (directory && fs::path(*directory).is_absolute()) return fs::path(*directory) / "errand";
    const auto home = value_of("HOME", surroundings);
    if (home && fs::path(*home).is_absolute()) return fs::path(*home) / below_home / "errand";
    return std::nullopt;
}

bool is_there(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

struct DirectoryNames {
    const char* systemd_variable;
    const char* of_root;
    const char* xdg_variable;
    const char* below_home;
};

fs::path own_directory(const DirectoryNames& names, const Surroundings& surroundings) {
    // Source: systemd.exec(5): several directories are separated by colons.
    if (const auto directories = value_of(names.systemd_variable, surroundings))
        return surroundings.working_directory / directories->substr(0, directories->find(':'));
    if (surroundings.is_root) return names.of_root;
    if (const auto directory = xdg_directory(names.xdg_variable, names.below_home, surroundings)) return *directory;
    throw CommandError(ExitCode::state, std::string("neither ") + names.systemd_variable + ", " + names.xdg_variable +
                                            " nor HOME is set to an absolute path; set one of them");
}

constexpr std::array kJobSuffixes = {".yaml", ".yml"};

bool has_job_suffix(const std::string& name) {
    return std::any_of(kJobSuffixes.begin(), kJobSuffixes.end(),
                       [&](const char* suffix) { return name.ends_with(suffix); });
}

std::string places(const Settings& settings) {
    const std::vector<DirectorySetting>& directories = settings.jobs;
    if (!settings.looked_for.empty()) return ": " + no_config_file(settings.looked_for) + "; give the path of its file";
    if (directories.empty()) return "; the configuration names no directories of jobs, so give the path of its file";
    std::string text = " in ";
    for (const DirectorySetting& directory : directories)
        text += (&directory == &directories.front() ? "" : ", ") + directory.path.string() +
                (is_there(directory.path) ? "" : " (which does not exist)");
    return text;
}

}  // namespace

std::optional<fs::path> find_config_file(const std::optional<fs::path>& named, const Surroundings& surroundings) {
    if (named) return surroundings.working_directory / *named;
    if (const auto path = value_of("ERRAND_CONFIG", surroundings)) return surroundings.working_directory / *path;
    for (const fs::path& place : config_file_places(surroundings))
        if (is_there(place)) return place;
    return std::nullopt;
}

std::vector<fs::path> config_file_places(const Surroundings& surroundings) {
    std::vector<fs::path> directories = {surroundings.working_directory / "config"};
    if (const auto directory = xdg_directory("XDG_CONFIG_HOME", ".config", surroundings))
        directories.push_back(*directory);
    directories.push_back(surroundings.system_directory);
    for (fs::path& directory : directories) directory /= "errand.yaml";
    return directories;
}

std::string no_config_file(const std::vector<fs::path>& places) {
    std::string text = "there is no configuration file; looked for ";
    for (const fs::path& place : places)
        text += (&place == &places.front() ? "" : &place == &places.back() ? " and " : ", ") + place.string();
    return text;
}

fs::path find_job(const std::string& job, const Settings& settings) {
    if (job.find('/') != std::string::npos || has_job_suffix(job)) return job;
    for (const DirectorySetting& directory : settings.jobs)
        for (const char* suffix : kJobSuffixes) {
            const fs::path path = directory.path / (job + suffix);
            if (!is_there(path)) continue;
            require_one_name(path);
            return path;
        }
    throw CommandError(ExitCode::configuration,
                       "there is no job '" + job + "'" + places(settings) + suggestion(job, all_job_names(settings)));
}

std::vector<std::string> objections_to_job_directories(const Settings& settings) {
    std::vector<std::string> objections;
    for (const DirectorySetting& directory : settings.jobs) {
        std::error_code error;
        const fs::directory_iterator first(directory.path, error);
        if (error)
            objections.push_back(to_string(directory.where) + ": the directory of jobs '" + directory.path.string() +
                                 "' cannot be read: " + error.message() + "; make it, or correct 'jobs:'");
    }
    return objections;
}

std::vector<fs::path> all_job_files(const Settings& settings) {
    std::vector<fs::path> files;
    for (const DirectorySetting& directory : settings.jobs) {
        std::error_code absent;
        for (const auto& entry : fs::directory_iterator(directory.path, absent))
            if (has_job_suffix(entry.path().filename())) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<std::string> all_job_names(const Settings& settings) {
    std::vector<std::string> names;
    for (const fs::path& file : all_job_files(settings)) names.push_back(file.stem().string());
    return names;
}

void require_one_name(const fs::path& job_file) {
    const fs::path yaml = fs::path(job_file).replace_extension(".yaml");
    const fs::path yml = fs::path(job_file).replace_extension(".yml");
    if (is_there(yaml) && is_there(yml))
        throw CommandError(ExitCode::configuration, "two files claim to be the job '" + job_file.stem().string() +
                                                        "': " + yaml.string() + " and " + yml.string() +
                                                        "; rename or remove one");
}

fs::path state_directory(const Surroundings& surroundings) {
    return own_directory({"STATE_DIRECTORY", "/var/lib/errand", "XDG_STATE_HOME", ".local/state"}, surroundings);
}

fs::path cache_directory(const Surroundings& surroundings) {
    return own_directory({"CACHE_DIRECTORY", "/var/cache/errand", "XDG_CACHE_HOME", ".cache"}, surroundings);
}

}  // namespace errand

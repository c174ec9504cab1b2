#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "config/surroundings.hpp"

namespace errand {

/// The configuration file to use: the one that is `named` or that `$ERRAND_CONFIG` names, whether or not it is there;
/// otherwise the first that is there of `./config/errand.yaml`, `$XDG_CONFIG_HOME/errand/errand.yaml` and
/// `/etc/errand/errand.yaml`. Nothing: the defaults.
std::optional<std::filesystem::path> find_config_file(const std::optional<std::filesystem::path>& named,
                                                      const Surroundings& surroundings);

/// Where a configuration file that nobody names is looked for, in this order.
std::vector<std::filesystem::path> config_file_places(const Surroundings& surroundings);

/// "there is no configuration file; looked for <places>".
std::string no_config_file(const std::vector<std::filesystem::path>& places);

/// The file of a job: `job` itself when it has a `/` or ends in `.yaml` or `.yml`, otherwise `<job>.yaml` or
/// `<job>.yml` in the first of the job directories that has it. \throws CommandError with ExitCode::configuration if
/// none has, which says where it looked and which name is nearest; or as require_one_name() does.
std::filesystem::path find_job(const std::string& job, const Settings& settings);

/// A sentence for each job directory that cannot be listed, with its place in the configuration.
std::vector<std::string> objections_to_job_directories(const Settings& settings);

/// Every file in the job directories that ends in `.yaml` or `.yml`, sorted.
std::vector<std::filesystem::path> all_job_files(const Settings& settings);

/// The names of these files' jobs, in the same order.
std::vector<std::string> all_job_names(const Settings& settings);

/// \throws CommandError with ExitCode::configuration if `<name>.yaml` and `<name>.yml` stand beside each other, so that
/// the name of `job_file` would mean either.
void require_one_name(const std::filesystem::path& job_file);

/// Where records are kept: `$STATE_DIRECTORY` (the first of several), `/var/lib/errand` for root, otherwise
/// `$XDG_STATE_HOME/errand`, which is `~/.local/state/errand` by default.
/// \throws CommandError with ExitCode::state if not even `$HOME` is set.
std::filesystem::path state_directory(const Surroundings& surroundings);

/// Where what can be had again is kept: `$CACHE_DIRECTORY`, `/var/cache/errand` for root, `$XDG_CACHE_HOME/errand` or
/// `~/.cache/errand`.
/// \throws as state_directory() does.
std::filesystem::path cache_directory(const Surroundings& surroundings);

}  // namespace errand

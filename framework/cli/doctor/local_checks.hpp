#pragma once

#include <filesystem>
#include <vector>

#include "base/clock.hpp"
#include "catalog/plugin_catalog.hpp"
#include "cli/doctor/finding.hpp"
#include "cli/installation.hpp"
#include "cli/secret_reader.hpp"
#include "config/config_error.hpp"
#include "config/settings.hpp"

namespace errand {

// What `errand doctor` looks at on this machine. None of these throws for what is wrong with its subject.

/// Each problem of a configuration file.
std::vector<Finding> check_configuration(const ConfigError& error);
/// The configuration that was read.
Finding check_configuration(const Settings& settings, const std::string& file);

/// Each job of the configuration that has mistakes, or one finding for all.
std::vector<Finding> check_jobs(Installation& installation);

/// Each secret of a provider: that it can be read, and by nobody else. Reads it.
std::vector<Finding> check_secrets(const ProviderSettings& provider, const SecretReader& secrets);

/// The certificate that a provider shows to its server: that it and its key can be read and belong together, the key by
/// nobody else, and that it has not ended. It is a warning that it ends in less than 21 days. Nothing where it has
/// none.
std::vector<Finding> check_own_certificate(const ProviderSettings& provider, Clock::CalendarTime now);

/// What the environment changes of the services of a provider of Globus: a warning each.
std::vector<Finding> check_overrides(const ProviderSettings& provider, const EnvironmentLookup& environment);

/// The programs that errand starts, if one is missing.
/// \param directory where they are installed
std::vector<Finding> check_programs(const std::filesystem::path& directory);

/// Where runs have their working directories: that it is there or can be made, and be written. Makes nothing.
Finding check_state_directory(const std::filesystem::path& directory);
/// The store: that it can be opened, in a form that this errand knows, and holds no contradiction. Makes and changes
/// nothing; reads all of it, and its password.
/// \param directory that of the state
/// \param modules as StoreLocation has it
Finding check_store(const StoreSettings& settings, const std::filesystem::path& directory,
                    const std::filesystem::path& modules, const SecretReader& secrets);
/// The kept tokens: owner and mode of their directory and of each file.
Finding check_token_cache(const std::filesystem::path& directory, const Clock& clock);
/// A directory of plugins: that it can be listed, and changed by nobody else.
Finding check_plugin_directory(const std::filesystem::path& directory);
/// Each plugin: that it is one, built for this errand's ABI, and describes itself.
std::vector<Finding> check_plugins(PluginCatalog& catalog);

/// \param version as landlock_version() tells
Finding check_landlock(int version);

}  // namespace errand

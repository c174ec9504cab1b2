#pragma once

#include <filesystem>
#include <vector>

#include "config/document.hpp"
#include "config/problems.hpp"
#include "config/settings.hpp"
#include "config/settings_checks.hpp"

namespace errand {

/// Reads the value of `providers:`. Paths in it are relative to `directory`. Lines that may hold a secret are hidden.
std::vector<ProviderSettings> read_providers(const Node& node, const std::filesystem::path& directory,
                                             const SettingsChecks& checks, const Document& document,
                                             Problems& problems);

}  // namespace errand

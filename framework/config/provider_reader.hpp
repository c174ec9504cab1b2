#pragma once

#include <vector>

#include "config/document.hpp"
#include "config/problems.hpp"
#include "config/provider_form.hpp"
#include "config/settings.hpp"
#include "config/settings_checks.hpp"

namespace errand {

/// Reads the value of `providers:`, each by the form of its type. Lines that may hold a secret are hidden.
std::vector<ProviderSettings> read_providers(const Node& node, const std::vector<ProviderForm>& forms,
                                             const SettingsChecks& checks, Problems& problems);

}  // namespace errand

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/provider_form.hpp"
#include "config/settings.hpp"
#include "config/settings_checks.hpp"

namespace errand {

/// Reads settings from the text of a YAML file; opens nothing by itself. Paths in it are relative to the directory of
/// `file_name`, and its providers follow one of `forms` each. An empty text gives the defaults.
/// \throws ConfigError with every problem of the file, under the name `file_name`.
Settings read_settings(std::string_view text, const std::string& file_name, const std::vector<ProviderForm>& forms,
                       const SettingsChecks& checks = {});

}  // namespace errand

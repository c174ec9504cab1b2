#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace errand {

/// What the text alone does not show: each says why a value cannot be used, or nothing if it can. One that is empty
/// objects to nothing.
struct SettingsChecks {
    /// Of a provider's server: credentials will be sent there.
    std::function<std::optional<std::string>(const std::string& url)> provider_url;
    std::function<std::optional<std::string>(const std::filesystem::path& directory)> plugins;
};

}  // namespace errand

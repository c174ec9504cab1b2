#pragma once

#include <functional>
#include <optional>
#include <string>

namespace errand {

/// Looks an environment variable up by name: nothing when it is not set. What reads the environment takes one of these,
/// so that only main() touches the real one.
using EnvironmentLookup = std::function<std::optional<std::string>(const std::string& name)>;

}  // namespace errand

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "auth/provider.hpp"
#include "errand/task_description.hpp"

namespace errand {

/// A provider of the configuration.
///
/// Lifetime: `provider` outlives it.
struct NamedProvider {
    std::string name;
    TokenProvider& provider;
};

/// The provider that a task gets its tokens from: the one it names, or else the only one that fits its scopes.
/// \throws CommandError with ExitCode::configuration when none fits, or several do; it says what to write where.
TokenProvider& choose_provider(const std::vector<NamedProvider>& providers, const std::string& task,
                               const std::optional<std::string>& named, const std::vector<ScopeDescription>& scopes);

}  // namespace errand

#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/installation.hpp"
#include "runner/provider_choice.hpp"

namespace errand {

/// By provider, for which scopes the jobs of the configuration will need tokens: the same requests that their runs
/// make, each once. Jobs with mistakes, which `errand check` tells, are passed over.
std::map<std::string, std::vector<ScopeDescription>> token_needs(Installation& installation,
                                                                 const std::vector<NamedProvider>& providers);

}  // namespace errand

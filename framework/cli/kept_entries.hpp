#pragma once

#include <string>
#include <utility>
#include <vector>

#include "auth/token_cache.hpp"

namespace errand {

/// What is kept of tokens in a directory, by the names of its files, for a command that is about just that.
/// \throws CommandError (state), with the remedy, if the directory or a file in it is open to others, or cannot be read
std::vector<std::pair<std::string, CacheEntry>> kept_entries(const CacheDirectory& directory, const Clock& clock);

}  // namespace errand

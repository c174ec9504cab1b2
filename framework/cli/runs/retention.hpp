#pragma once

#include <cstdint>
#include <filesystem>

#include "config/settings.hpp"
#include "store/store.hpp"

namespace errand {

/// What was removed.
struct Pruned {
    std::size_t runs = 0;
    std::int64_t bytes = 0;
};

/// Removes runs that are over and that need not be kept, and their files; by size, the oldest first. Never a run that
/// is not over. \throws StoreError
Pruned prune_runs(Store& store, const std::filesystem::path& runs, const HistorySettings& history);

}  // namespace errand

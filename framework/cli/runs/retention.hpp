#pragma once

#include <cstdint>
#include <filesystem>

#include "base/logger.hpp"
#include "cli/run_records.hpp"
#include "config/settings.hpp"
#include "store/store.hpp"

namespace errand {

/// What was removed.
struct Pruned {
    std::size_t runs = 0;
    std::int64_t bytes = 0;
};

/// Removes runs that are over and that need not be kept, and their files, also such that were left behind; by size, the
/// oldest first. Never a run that is not over. \throws StoreError
Pruned prune_runs(Store& store, const std::filesystem::path& runs, const HistorySettings& history);

/// The same, but for once an hour at most, for commands that have something else to do. What goes wrong is a warning.
void prune_now_and_then(Store& store, const RunRecords& places, const HistorySettings& history, Logger& logger);

}  // namespace errand

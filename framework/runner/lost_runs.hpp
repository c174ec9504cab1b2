#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "store/store.hpp"

namespace errand {

/// Marks the runs of this host that are not over, and whose supervisor is gone, as lost. Their ids.
///
/// Judged by a lock of the kernel's, never by a time. A run of another host is never judged.
/// \param runs where the directories of runs are
/// \throws StoreError
std::vector<std::string> mark_lost_runs(Store& store, const std::string& host_key, const std::filesystem::path& runs);

}  // namespace errand

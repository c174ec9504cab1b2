#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "store/store.hpp"

namespace errand {

/// Marks the runs of this host that are not over, and whose supervisor is gone, as lost. Their ids.
///
/// Judged by locks of the kernel's, never by a time. A run of another host is never judged, nor one of which an attempt
/// is still being ended: no other run is to begin beside that.
/// \param runs where the directories of runs are
/// \param work where those of attempts are
/// \throws StoreError
std::vector<std::string> mark_lost_runs(Store& store, const std::string& host_key, const std::filesystem::path& runs,
                                        const std::filesystem::path& work);

}  // namespace errand

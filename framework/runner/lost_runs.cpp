#include "runner/lost_runs.hpp"

#include "runner/run_directory.hpp"
#include "runner/working_directory.hpp"

namespace errand {

std::vector<std::string> mark_lost_runs(Store& store, const std::string& host_key, const std::filesystem::path& runs,
                                        const std::filesystem::path& work) {
    std::vector<std::string> lost;
    for (const RunRecord& run : store.unfinished_runs(host_key)) {
        if (has_supervisor(runs, run.id) || has_attempts(work, run.id)) continue;
        if (store.mark_lost(run.id, "its supervisor ended without a word")) lost.push_back(run.id);
    }
    return lost;
}

}  // namespace errand

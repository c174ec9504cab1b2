#include "cli/runs/retention.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

#include "base/directory_lock.hpp"
#include "base/unique_fd.hpp"

namespace errand {

namespace {

namespace fs = std::filesystem;

struct Kept {
    std::string run;
    std::int64_t bytes;
};

std::int64_t size_of(const fs::path& directory) {
    std::int64_t bytes = 0;
    std::error_code gone;
    for (fs::directory_iterator entry(directory, gone); !gone && entry != fs::directory_iterator();
         entry.increment(gone)) {
        std::error_code unknown;
        const auto size = entry->file_size(unknown);
        if (!unknown) bytes += static_cast<std::int64_t>(size);
    }
    return bytes;
}

/// The directories of runs, oldest first.
std::vector<Kept> directories_in(const fs::path& runs) {
    std::vector<Kept> found;
    std::error_code gone;
    for (fs::directory_iterator entry(runs, gone); !gone && entry != fs::directory_iterator(); entry.increment(gone))
        found.push_back({entry->path().filename(), size_of(entry->path())});
    std::sort(found.begin(), found.end(), [](const Kept& a, const Kept& b) { return a.run < b.run; });
    return found;
}

class Pruning {
public:
    Pruning(Store& store, const fs::path& runs) : store_(store), runs_(runs) {}

    Pruned prune(const HistorySettings& history) {
        Retention retention{history.max_age, {}};
        if (history.max_runs) retention.max_runs_per_job = static_cast<std::size_t>(*history.max_runs);
        for (const std::string& run : store_.prune(retention)) {
            ++pruned_.runs;
            remove_files(run);
        }
        if (history.max_size) prune_to(*history.max_size);
        return pruned_;
    }

private:
    void prune_to(std::int64_t most) {
        const std::vector<Kept> kept = directories_in(runs_);
        std::int64_t total = 0;
        for (const Kept& one : kept) total += one.bytes;
        std::vector<std::string> surplus;
        for (const Kept& one : kept) {
            if (total <= most) break;
            total -= one.bytes;
            surplus.push_back(one.run);
        }
        for (const std::string& run : store_.remove(surplus)) {
            ++pruned_.runs;
            remove_files(run);
        }
    }

    /// Whoever looks at them meanwhile sees them until then.
    void remove_files(const std::string& run) {
        const fs::path directory = runs_ / run;
        const UniqueFd claim = claim_directory(directory);
        if (!claim) return;
        pruned_.bytes += size_of(directory);
        std::error_code stays;
        fs::remove_all(directory, stays);
    }

    Store& store_;
    const fs::path& runs_;
    Pruned pruned_;
};

}  // namespace

Pruned prune_runs(Store& store, const fs::path& runs, const HistorySettings& history) {
    return Pruning(store, runs).prune(history);
}

void prune_now_and_then(Store& store, const RunRecords& places, const HistorySettings& history, Logger& logger) {
    const fs::path stamp = places.directory() / "pruned";
    const auto now = fs::file_time_type::clock::now();
    std::error_code absent;
    const auto last = fs::last_write_time(stamp, absent);
    if (!absent && last <= now && now - last < std::chrono::hours(1)) return;
    try {
        std::ofstream(stamp) << std::flush;
        fs::last_write_time(stamp, now, absent);
        prune_runs(store, places.runs(), history);
    } catch (const StoreError& error) {
        logger.warning(std::string("runs that need not be kept are kept: ") + error.what());
    }
}

}  // namespace errand

#include "cli/runs/retention.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <numeric>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include "base/directory_lock.hpp"
#include "base/unique_fd.hpp"

namespace errand {

namespace {

namespace fs = std::filesystem;

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

/// The runs that have a directory, oldest first.
std::vector<std::string> runs_in(const fs::path& runs) {
    std::vector<std::string> found;
    std::error_code gone;
    for (fs::directory_iterator entry(runs, gone); !gone && entry != fs::directory_iterator(); entry.increment(gone))
        if (is_run_id(entry->path().filename().native())) found.push_back(entry->path().filename());
    std::sort(found.begin(), found.end());
    return found;
}

/// Since something was made or removed in a directory. Zero for one that is not there.
fs::file_time_type::duration age_of(const fs::path& directory) {
    std::error_code gone;
    const auto changed = fs::last_write_time(directory, gone);
    return gone ? fs::file_time_type::duration::zero() : fs::file_time_type::clock::now() - changed;
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
        remove_forgotten(history.max_age);
        return pruned_;
    }

private:
    void prune_to(std::int64_t most) {
        const std::vector<std::string> runs = runs_in(runs_);
        std::vector<std::int64_t> sizes;
        for (const std::string& run : runs) sizes.push_back(size_of(runs_ / run));
        std::int64_t total = std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0});
        std::size_t count = 0;
        for (; count < runs.size() && total > most; ++count) total -= sizes[count];
        const std::span surplus(runs.data(), count);
        pruned_.runs += store_.remove(surplus).size();
        for (const std::string& run : store_.unknown_runs(surplus)) remove_files(run);
    }

    /// Directories of runs that never began, as their command was killed, or that another host, or a command that was
    /// killed, removed from the store. What is in one stays for as long as a run may: the store may be another than it
    /// was, by mistake.
    void remove_forgotten(const std::optional<std::chrono::milliseconds>& max_age) {
        // A run that is about to begin may not hold its directory yet.
        constexpr std::chrono::minutes kYoung(1);
        for (const std::string& run : store_.unknown_runs(runs_in(runs_))) {
            const fs::path directory = runs_ / run;
            const auto age = age_of(directory);
            std::error_code gone;
            if ((max_age && age > *max_age) || (age > kYoung && fs::is_empty(directory, gone))) remove_files(run);
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

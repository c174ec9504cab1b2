#include "runner/crashed_runs.hpp"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/directory_lock.hpp"
#include "base/unique_fd.hpp"

namespace errand {

namespace {

namespace fs = std::filesystem;

/// Claimed, so that no two commands clean up the same.
struct Abandoned {
    fs::path path;
    UniqueFd claim;
};

std::vector<fs::path> entries(const fs::path& directory) {
    std::vector<fs::path> found;
    std::error_code ended;
    for (fs::directory_iterator entry(directory, ended); !ended && entry != fs::directory_iterator();
         entry.increment(ended))
        found.push_back(entry->path());
    return found;
}

std::vector<Abandoned> claim_abandoned(const fs::path& work_directory) {
    std::vector<Abandoned> found;
    for (const fs::path& path : entries(work_directory))
        if (UniqueFd claim = claim_directory(path)) found.push_back({path, std::move(claim)});
    return found;
}

/// The value of kAttemptVariable, or nothing where there is none or it may not be read.
std::string attempt_of(pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/environ");
    const std::string start = std::string(kAttemptVariable) + '=';
    for (std::string variable; std::getline(file, variable, '\0');)
        if (variable.starts_with(start)) return variable.substr(start.size());
    return {};
}

std::vector<pid_t> all_processes() {
    std::vector<pid_t> found;
    for (const fs::path& path : entries("/proc")) {
        const std::string name = path.filename();
        pid_t pid = 0;
        if (std::from_chars(name.data(), name.data() + name.size(), pid).ec == std::errc()) found.push_back(pid);
    }
    return found;
}

/// Ends those that are there now, and waits for their end. How many there were.
std::size_t end_processes(const std::set<std::string>& attempts) {
    std::vector<UniqueFd> ended;
    for (const pid_t pid : all_processes()) {
        // Pinned before it is looked at, so that a reused process id never hits a stranger.
        UniqueFd process(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
        if (!process || pid == getpid() || !attempts.contains(attempt_of(pid))) continue;
        if (syscall(SYS_pidfd_send_signal, process.get(), SIGKILL, nullptr, 0) == 0)
            ended.push_back(std::move(process));
    }
    constexpr int kPatienceMs = 1000;
    for (const UniqueFd& process : ended) {
        pollfd wait = {process.get(), POLLIN, 0};
        poll(&wait, 1, kPatienceMs);
    }
    return ended.size();
}

}  // namespace

Leftovers clean_up_after_crashes(const fs::path& work_directory) {
    Leftovers found;
    const std::vector<Abandoned> abandoned = claim_abandoned(work_directory);
    if (abandoned.empty()) return found;
    std::set<std::string> attempts;
    for (const Abandoned& directory : abandoned) attempts.insert(directory.path.filename());
    // More than once: one may have been forking meanwhile.
    constexpr int kRounds = 10;
    for (int round = 0; round < kRounds; ++round) {
        const std::size_t ended = end_processes(attempts);
        found.processes += ended;
        if (ended == 0) break;
    }
    for (const Abandoned& directory : abandoned) {
        std::error_code stays;
        fs::remove_all(directory.path, stays);
        if (!stays) ++found.directories;
    }
    return found;
}

}  // namespace errand

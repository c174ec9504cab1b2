#include "base/process_tree.hpp"

#include <dirent.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <thread>

#include "base/error.hpp"
#include "base/unique_fd.hpp"

namespace errand {

namespace {

/// A new file of /proc is empty when the process is gone.
std::vector<pid_t> children(pid_t parent) {
    std::vector<pid_t> found;
    const std::string threads = "/proc/" + std::to_string(parent) + "/task/";
    const std::unique_ptr<DIR, int (*)(DIR*)> directory(opendir(threads.c_str()), closedir);
    if (!directory) return found;
    while (const dirent* thread = readdir(directory.get())) {
        if (thread->d_name[0] == '.') continue;
        std::ifstream file(threads + thread->d_name + "/children");
        for (pid_t pid = 0; file >> pid;) found.push_back(pid);
    }
    return found;
}

/// A file of /proc/PID, which is empty when the process is gone. Not by iterators of the stream's buffer: these throw
/// when it goes while the file is read.
std::string text_of(pid_t pid, const char* name) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/" + name);
    std::string text;
    std::getline(file, text, '\0');
    return text;
}

/// What /proc/PID/stat says, as far as it is wanted; zeros when the process is gone.
struct ProcessStatus {
    pid_t parent = 0;
    /// In clock ticks: its own, and that of what it waited for.
    std::int64_t own_ticks = 0;
    std::int64_t waited_ticks = 0;
    std::int64_t resident_pages = 0;
};

/// Source: proc(5), the fields of /proc/PID/stat by their numbers there.
ProcessStatus status_of_process(pid_t pid) {
    const std::string stat = text_of(pid, "stat");
    ProcessStatus status;
    // "pid (name) state parent …", where the name may hold anything, brackets included.
    const std::size_t name_end = stat.rfind(')');
    if (name_end == std::string::npos) return status;
    std::istringstream fields(stat.substr(name_end + 1));
    std::string field;
    for (int number = 3; fields >> field; ++number) {
        const std::int64_t value = std::strtoll(field.c_str(), nullptr, 10);
        if (number == 4) status.parent = static_cast<pid_t>(value);
        if (number == 14 || number == 15) status.own_ticks += value;
        if (number == 16 || number == 17) status.waited_ticks += value;
        if (number == 24) status.resident_pages = value;
    }
    return status;
}

pid_t parent_of(pid_t pid) { return status_of_process(pid).parent; }

bool descends_from_this_process(pid_t pid) {
    while (pid > 1 && pid != getpid()) pid = parent_of(pid);
    return pid == getpid();
}

/// The pidfd pins the process before it is looked at, so that a process id which was reused meanwhile never hits a
/// stranger.
void signal_descendant(pid_t pid, int signal) {
    const UniqueFd process(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
    if (process && descends_from_this_process(pid)) syscall(SYS_pidfd_send_signal, process.get(), signal, nullptr, 0);
}

void signal_descendants(int signal) {
    for (const pid_t pid : descendants(getpid())) signal_descendant(pid, signal);
}

std::vector<pid_t> children_but(const std::set<pid_t>& kept) {
    std::vector<pid_t> found = children(getpid());
    std::erase_if(found, [&](pid_t pid) { return kept.contains(pid); });
    return found;
}

void end_with_descendants(pid_t root) {
    for (const pid_t pid : descendants(root)) signal_descendant(pid, SIGKILL);
    signal_descendant(root, SIGKILL);
}

/// False once there is no child left.
bool reap() {
    pid_t pid = 0;
    while ((pid = waitpid(-1, nullptr, WNOHANG)) > 0) {
    }
    return pid == 0;
}

}  // namespace

void adopt_orphans() {
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) throw system_error("cannot become a subreaper");
}

std::vector<pid_t> descendants(pid_t root) {
    std::vector<pid_t> found = children(root);
    for (std::size_t i = 0; i < found.size(); ++i) {
        const std::vector<pid_t> next = children(found[i]);
        found.insert(found.end(), next.begin(), next.end());
    }
    return found;
}

ResourceUsage usage_below(pid_t root) {
    static const std::int64_t page_size = sysconf(_SC_PAGESIZE);
    static const std::int64_t ticks_per_second = sysconf(_SC_CLK_TCK);
    ResourceUsage usage;
    std::int64_t ticks = status_of_process(root).waited_ticks;
    for (const pid_t pid : descendants(root)) {
        const ProcessStatus status = status_of_process(pid);
        ticks += status.own_ticks + status.waited_ticks;
        usage.memory += status.resident_pages * page_size;
        ++usage.processes;
    }
    usage.cpu_time = std::chrono::milliseconds(ticks * 1000 / ticks_per_second);
    return usage;
}

std::string name_of_process(pid_t pid) {
    std::string name = text_of(pid, "comm");
    if (!name.empty()) name.pop_back();
    return name;
}

bool wait_for_descendants(std::chrono::milliseconds patience) {
    constexpr std::chrono::milliseconds kInterval(2);
    if (!reap()) return true;
    const auto end = std::chrono::steady_clock::now() + patience;
    while (reap()) {
        if (std::chrono::steady_clock::now() >= end) return false;
        std::this_thread::sleep_for(kInterval);
    }
    return true;
}

void end_descendants(std::chrono::milliseconds grace) {
    if (!reap()) return;
    if (grace.count() > 0) {
        signal_descendants(SIGTERM);
        if (wait_for_descendants(grace)) return;
    }
    // Again and again: a process may have been forking while the list was made. Each round kills all that it saw, and
    // what a killed process leaves behind is handed to us.
    do {
        signal_descendants(SIGKILL);
    } while (!wait_for_descendants(std::chrono::milliseconds(20)));
}

void end_children_but(const std::set<pid_t>& kept) {
    // The kernel tells whether there is no child left more surely than a list of them.
    if (kept.empty()) return end_descendants(std::chrono::milliseconds(0));
    constexpr std::chrono::milliseconds kInterval(1);
    for (auto found = children_but(kept); !found.empty(); found = children_but(kept)) {
        for (const pid_t child : found) end_with_descendants(child);
        for (const pid_t child : found) waitpid(child, nullptr, WNOHANG);
        std::this_thread::sleep_for(kInterval);
    }
}

}  // namespace errand

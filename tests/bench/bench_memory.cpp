// bench_memory COMMAND [ARGUMENT…]
//
// Runs a command and watches the memory of it and of every process below it, until it ends. Prints a line for each
// process: how deep below the command it is, its program's name, and its peak in MB, with tabs between; then `sum` and
// the most that all of them held at one moment. Pages that processes share count in each of them.
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "base/process_tree.hpp"

namespace {

/// What /proc/<pid>/status says of a process; an empty name when it is gone.
struct Status {
    std::string name;
    pid_t parent = 0;
    /// In kB, as the two that follow.
    long peak = 0;
    long resident = 0;
};

Status read_status(pid_t pid) {
    Status status;
    std::ifstream file("/proc/" + std::to_string(pid) + "/status");
    for (std::string key; file >> key;) {
        if (key == "Name:") file >> status.name;
        if (key == "PPid:") file >> status.parent;
        if (key == "VmHWM:") file >> status.peak;
        if (key == "VmRSS:") {
            file >> status.resident;
            break;
        }
        file.ignore(1 << 16, '\n');
    }
    return status;
}

struct Seen {
    std::string name;
    int depth = 0;
    long peak = 0;
};

class Watch {
public:
    explicit Watch(pid_t root) : root_(root) {}

    void look() {
        long sum = look_at(root_);
        for (const pid_t pid : errand::descendants(root_)) sum += look_at(pid);
        largest_sum_ = std::max(largest_sum_, sum);
    }

    void print() const {
        constexpr double kKibibytesPerMegabyte = 1e6 / 1024;
        for (const auto& [pid, seen] : seen_)
            std::printf("%d\t%s\t%.1f\n", seen.depth, seen.name.c_str(),
                        static_cast<double>(seen.peak) / kKibibytesPerMegabyte);
        std::printf("sum\t-\t%.1f\n", static_cast<double>(largest_sum_) / kKibibytesPerMegabyte);
    }

private:
    /// Its memory now.
    long look_at(pid_t pid) {
        const Status status = read_status(pid);
        if (status.peak == 0) return 0;
        Seen& seen = seen_[pid];
        // What a process held before it became another program is its parent's memory, seen twice.
        if (seen.name != status.name) seen.peak = 0;
        const auto parent = seen_.find(status.parent);
        seen.name = status.name;
        seen.depth = pid == root_ || parent == seen_.end() ? 0 : parent->second.depth + 1;
        seen.peak = std::max(seen.peak, status.peak);
        return status.resident;
    }

    const pid_t root_;
    std::map<pid_t, Seen> seen_;
    long largest_sum_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fputs("usage: bench_memory COMMAND [ARGUMENT…]\n", stderr);
        return 64;
    }
    pid_t pid = 0;
    if (posix_spawn(&pid, argv[1], nullptr, nullptr, argv + 1, environ) != 0) {
        std::perror(argv[1]);
        return 1;
    }
    Watch watch(pid);
    int status = 0;
    while (waitpid(pid, &status, WNOHANG) == 0) watch.look();
    watch.print();
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

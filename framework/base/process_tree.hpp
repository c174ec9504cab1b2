#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace errand {

/// Makes this process the one that orphaned descendants are handed to, so that none can get away by having its
/// parent die. Source: PR_SET_CHILD_SUBREAPER in prctl(2).
void adopt_orphans();

/// The processes below `root`, children before their own children. A snapshot: it may be out of date at once.
std::vector<pid_t> descendants(pid_t root);

/// What processes use.
struct ResourceUsage {
    /// In bytes.
    std::int64_t memory = 0;
    /// Since they began, with what they waited for.
    std::chrono::milliseconds cpu_time{0};
    std::int64_t processes = 0;
};

/// What the processes below `root` use together; their CPU time with that of what `root` waited for.
ResourceUsage usage_below(pid_t root);

/// What a process calls itself; empty when it is gone. Never trusted: up to 15 bytes of any kind.
std::string name_of_process(pid_t pid);

/// Waits until there is no process below this one, and reaps them. False if there still is one after `patience`. Needs
/// adopt_orphans().
bool wait_for_descendants(std::chrono::milliseconds patience);

/// Ends every process below this one, those in other process groups and sessions included, and reaps them: SIGTERM,
/// `grace`, SIGKILL. With zero grace SIGKILL at once. Needs adopt_orphans().
void end_descendants(std::chrono::milliseconds grace);

/// Ends the children of this process that are not in `kept`, with all below them, at once, and reaps them. Needs
/// adopt_orphans().
void end_children_but(const std::set<pid_t>& kept);

}  // namespace errand

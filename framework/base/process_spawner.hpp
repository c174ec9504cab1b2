#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <vector>

namespace errand {

/// What a new process is made of. Nothing else is inherited: neither environment nor descriptors.
struct ProcessRequest {
    /// Absolute.
    std::filesystem::path program;
    /// Without the program's own name.
    std::vector<std::string> arguments;
    /// `NAME=value` each.
    std::vector<std::string> environment;
    /// The directory it starts in; the caller's when empty.
    std::filesystem::path working_directory;
    /// The caller's descriptors that become 0, 1, 2, … of the process.
    std::vector<int> descriptors;
};

/// What spawn() throws: "cannot start /bin/x in /nowhere: No such file or directory".
[[nodiscard]] std::system_error cannot_start(const ProcessRequest& request, int error_number);

/// How a process ended.
struct ProcessEnd {
    /// As waitpid() gives it.
    int wait_status = 0;
    /// Of the process or its largest descendant that it waited for, in bytes.
    std::int64_t peak_memory = 0;
};

/// The seam to the operating system's processes.
///
/// It knows which children of this process were started here, and so which were handed to it by adopt_orphans().
/// Thread-safety: all members may be called concurrently.
class ProcessSpawner {
public:
    virtual ~ProcessSpawner() = default;

    /// Starts a process that leads a process group of its own, with default signal handling, and returns its id.
    /// \throws std::system_error naming the program.
    virtual pid_t spawn(const ProcessRequest& request) = 0;

    /// Reaps a process that was started here and has ended; nothing while it runs, or when it was reaped before.
    virtual std::optional<ProcessEnd> reap(pid_t pid) = 0;

    /// Ends every process that was handed to this one, with all below it, and reaps it. Those that were started here,
    /// and what is below them, stay.
    virtual void end_orphans() = 0;
};

class PosixSpawner final : public ProcessSpawner {
public:
    pid_t spawn(const ProcessRequest& request) override;
    std::optional<ProcessEnd> reap(pid_t pid) override;
    void end_orphans() override;

    /// For a child that comes into being in another way, and counts as started here then.
    /// \param start gives its id, or nothing when there is none; what it throws passes through
    std::optional<pid_t> spawn_by(const std::function<std::optional<pid_t>()>& start);

private:
    /// Held from before a process is started or reaped until that is known, lest it be taken for an orphan.
    std::mutex mutex_;
    std::set<pid_t> children_;
};

}  // namespace errand

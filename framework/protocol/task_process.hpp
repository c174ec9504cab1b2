#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/process_spawner.hpp"
#include "base/unique_fd.hpp"

namespace errand {

/// The descriptor at which errand-task finds its end of the socket.
inline constexpr int kTaskSocket = 3;

/// The descriptor at which the init of errand-task finds the pipe for what its exit code cannot tell. The worker, and
/// so the plugin, does not have it.
inline constexpr int kInitReport = 4;

/// Processes that were still there when the worker had ended, and that the init ended then.
struct LeftBehind {
    std::size_t count = 0;
    /// What one of them calls itself: any bytes.
    std::string name;
};

/// As the init writes it into its pipe: "3 sleep".
std::string encode(const LeftBehind& left_behind);
/// Nothing for an empty text.
std::optional<LeftBehind> decode_left_behind(std::string_view text);

/// A running errand-task, seen from the supervisor. Nothing below it outlives it.
///
/// The supervisor must have called adopt_orphans(): all that is handed to it is ended when one of these ends.
/// Thread-safety: none. Lifetime: the spawner outlives it.
class TaskProcess {
public:
    struct Request {
        std::filesystem::path program;
        std::vector<std::string> arguments;
        std::vector<std::string> environment = {};
        std::filesystem::path working_directory = {};
        /// The descriptors for its standard output and standard error; /dev/null when negative.
        int output = -1;
        int error = -1;
    };

    struct End : ProcessEnd {
        std::optional<LeftBehind> left_behind = {};
    };

    /// \throws std::system_error
    TaskProcess(ProcessSpawner& spawner, const Request& request);
    /// Ends it at once if it still runs.
    ~TaskProcess();
    TaskProcess(const TaskProcess&) = delete;
    TaskProcess& operator=(const TaskProcess&) = delete;

    pid_t pid() const { return pid_; }
    /// The supervisor's end; non-blocking.
    int socket() const { return socket_.get(); }
    /// Becomes readable when the process has ended.
    int pidfd() const { return pidfd_.get(); }

    /// Asks it to end everything below it and itself, within the grace time it was started with.
    void request_end();
    /// Ends it and everything below it, now.
    void kill();
    /// How it ended, or nothing while it runs. Reaps it, and ends what it left behind.
    std::optional<End> poll_end();

private:
    /// Takes note of the process's end, if it has ended.
    void reap();

    ProcessSpawner& spawner_;
    UniqueFd socket_;
    UniqueFd pidfd_;
    UniqueFd init_report_;
    pid_t pid_ = 0;
    std::optional<End> end_;
};

/// "exit code 3", "killed by SIGSEGV (Segmentation fault)".
std::string describe_wait_status(int wait_status);

}  // namespace errand

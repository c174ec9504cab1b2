#pragma once

#include <filesystem>
#include <mutex>
#include <optional>

#include "protocol/fork_request.hpp"
#include "protocol/task_process.hpp"

namespace errand {

/// Starts processes of errand-task by having one of them fork, the fork server, that has been loaded already and does
/// nothing else; decision 28 says why. Other programs start as they always do.
///
/// A process that comes so is a child of this one, as others are. The server is started anew if it ends, and does not
/// outlive this object or process. The supervisor must have called adopt_orphans() before the first spawn().
/// Lifetime: the spawner outlives it.
class ForkingSpawner final : public ProcessSpawner {
public:
    /// \param program the errand-task program
    ForkingSpawner(std::filesystem::path program, PosixSpawner& spawner);

    /// Starts the server before it is needed, so that it gets ready meanwhile. If it cannot be, spawn() will tell.
    void prepare() noexcept;

    /// \throws std::system_error also if the server ends again and again, or does not answer.
    pid_t spawn(const ProcessRequest& request) override;
    std::optional<ProcessEnd> reap(pid_t pid) override { return spawner_.reap(pid); }
    void end_orphans() override { spawner_.end_orphans(); }

private:
    void start_server();
    /// The id of a new process; nothing if the server is gone, or as good as that.
    std::optional<pid_t> ask_server(const ProcessRequest& request, const std::vector<int>& passed);

    const std::filesystem::path program_;
    PosixSpawner& spawner_;
    /// Held while the server is asked, or started.
    std::mutex mutex_;
    std::optional<TaskProcess> server_;
};

}  // namespace errand

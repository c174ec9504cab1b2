#pragma once

#include <filesystem>
#include <string>

#include "base/process_spawner.hpp"
#include "base/unique_fd.hpp"
#include "errand/secret.hpp"

namespace errand {

/// Where a sandbox serves, and the one client that it knows.
struct SandboxAccess {
    /// The base URL of both services.
    std::string url;
    std::string client_id;
    Secret client_secret;
};

/// An `errand-sandbox` that serves as long as this object lives, and not longer, whatever becomes of this process.
///
/// It is not below this process, though started by it: the end of an attempt ends all that is. So make it before
/// adopt_orphans() is called.
class SandboxProcess {
public:
    /// Returns while it starts.
    /// \param program the path of `errand-sandbox`
    /// \throws std::system_error
    SandboxProcess(const std::filesystem::path& program, ProcessSpawner& spawner);
    /// Waits until it has gone.
    ~SandboxProcess();
    SandboxProcess(const SandboxProcess&) = delete;
    SandboxProcess& operator=(const SandboxProcess&) = delete;

    /// Waits until it serves. Call once.
    /// \throws CommandError with ExitCode::internal_fault if it could not, which it has said on standard error.
    SandboxAccess access();

private:
    /// Its standard input, which tells it to end, and its standard output.
    UniqueFd input_;
    UniqueFd output_;
};

}  // namespace errand

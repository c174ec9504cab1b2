#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
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

/// The seam to the operating system's processes.
class ProcessSpawner {
public:
    virtual ~ProcessSpawner() = default;

    /// Starts a process that leads a process group of its own, with default signal handling, and returns its id.
    /// \throws std::system_error naming the program.
    virtual pid_t spawn(const ProcessRequest& request) = 0;
};

class PosixSpawner final : public ProcessSpawner {
public:
    pid_t spawn(const ProcessRequest& request) override;
};

}  // namespace errand

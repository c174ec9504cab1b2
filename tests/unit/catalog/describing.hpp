#pragma once

#include <sys/stat.h>

#include <string>

#include "base/process_spawner.hpp"
#include "base/process_tree.hpp"
#include "support/temporary_directory.hpp"

namespace errand::testing {

/// Starts processes, and counts them.
class CountingSpawner final : public ProcessSpawner {
public:
    pid_t spawn(const ProcessRequest& request) override {
        ++count;
        return spawner_.spawn(request);
    }
    std::optional<ProcessEnd> reap(pid_t pid) override { return spawner_.reap(pid); }
    void end_orphans() override { spawner_.end_orphans(); }

    int count = 0;

private:
    PosixSpawner spawner_;
};

/// A directory for libraries, and a program in place of errand-task that says of each what a test wants.
struct Describing : TemporaryDirectory {
    Describing() { adopt_orphans(); }

    /// A shell script: `$2` is the library, and descriptor 3 is listened to.
    std::filesystem::path task_program(const std::string& script) const {
        const auto program = write("errand-task", "#!/bin/sh\n" + script + "\n");
        ::chmod(program.c_str(), 0700);
        return program;
    }
    /// Describes every library as a plugin of the name `x` with a task type `list`.
    std::filesystem::path good_task_program() const {
        return task_program(R"(echo '{"plugin":{"name":"x","version":"1.0","tasks":[{"name":"list","summary":"List",)"
                            R"("parameters":[],"outputs":[],"scopes":[],)"
                            R"("files":{"any":false,"read":[],"write":[]}}]}}' >&3)");
    }

    CountingSpawner spawner;
};

}  // namespace errand::testing

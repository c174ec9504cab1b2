#include <fcntl.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>
#include <utility>

#include "base/directory_lock.hpp"
#include "base/exit_code.hpp"
#include "base/units.hpp"
#include "protocol/task_process.hpp"
#include "task/attempt_init.hpp"
#include "task/worker.hpp"

namespace {

constexpr char kUsage[] =
    "errand-task runs one attempt of one task. `errand run` starts it; it is not for the command line.\n"
    "\n"
    "  errand-task --attempt GRACE        run the attempt that comes over descriptor 3\n"
    "  errand-task --describe LIBRARY     write what LIBRARY offers to descriptor 3\n";

int usage() {
    std::fputs(kUsage, stderr);
    return static_cast<int>(errand::ExitCode::usage);
}

}  // namespace

int main(int argc, char** argv) try {
    for (const int inherited : {errand::kTaskSocket, errand::kInitReport})
        if (argc != 3 || fcntl(inherited, F_SETFD, FD_CLOEXEC) != 0) return usage();
    errand::UniqueFd report(errand::kInitReport);
    const std::string_view mode = argv[1];
    if (mode == "--describe") {
        return errand::run_as_init(errand::kTaskSocket, std::move(report), std::chrono::milliseconds(0), [&] {
            return errand::describe_library(errand::UniqueFd(errand::kTaskSocket), argv[2]);
        });
    }
    const auto grace = errand::parse_duration(argv[2]);
    if (mode != "--attempt" || !grace) return usage();
    // The attempt's own, not the one that it starts in. The init's alone: what the worker leaves behind is not to keep
    // the directory.
    const char* directory = std::getenv("TMPDIR");
    errand::UniqueFd held = errand::hold_directory(directory ? directory : ".");
    return errand::run_as_init(errand::kTaskSocket, std::move(report), *grace, [&held] {
        held.reset();
        return errand::run_attempt(errand::UniqueFd(errand::kTaskSocket));
    });
} catch (const std::exception& error) {
    std::fprintf(stderr, "errand-task: %s\n", error.what());
    return static_cast<int>(errand::ExitCode::internal_fault);
}

#include <fcntl.h>
#include <sys/prctl.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/directory_lock.hpp"
#include "base/exit_code.hpp"
#include "base/units.hpp"
#include "protocol/task_process.hpp"
#include "task/attempt_init.hpp"
#include "task/fork_server.hpp"
#include "task/worker.hpp"

namespace {

constexpr char kUsage[] =
    "errand-task runs one attempt of one task. `errand run` starts it; it is not for the command line.\n"
    "\n"
    "  errand-task --attempt GRACE        run the attempt that comes over descriptor 3\n"
    "  errand-task --preview              say what the attempt that comes over descriptor 3 would do\n"
    "  errand-task --describe LIBRARY     write what LIBRARY offers to descriptor 3\n"
    "  errand-task --serve                fork what descriptor 3 asks for, which does one of these\n";

int usage() {
    std::fputs(kUsage, stderr);
    return static_cast<int>(errand::ExitCode::usage);
}

/// One that is asked something, and is to be gone when it has answered.
template <class Answer>
int answer(Answer&& work) {
    errand::UniqueFd report(errand::kInitReport);
    return errand::run_as_init(errand::kTaskSocket, std::move(report), std::chrono::milliseconds(0),
                               [&] { return work(errand::UniqueFd(errand::kTaskSocket)); });
}

int attempt(std::chrono::milliseconds grace) {
    errand::UniqueFd report(errand::kInitReport);
    // The attempt's own, not the one that it starts in. The init's alone: what the worker leaves behind is not to keep
    // the directory.
    const char* directory = std::getenv("TMPDIR");
    errand::UniqueFd held = errand::hold_directory(directory ? directory : ".");
    // The supervisor was killed, and somebody cleans up after it who does not know of this process.
    if (!held) throw std::runtime_error("the attempt does not begin: its directory is being removed");
    return errand::run_as_init(errand::kTaskSocket, std::move(report), grace, [&held] {
        held.reset();
        return errand::run_attempt(errand::UniqueFd(errand::kTaskSocket));
    });
}

int run(const std::vector<std::string>& arguments);

int serve() {
    // What ps and top call it, lest it be taken for an attempt.
    prctl(PR_SET_NAME, "errand-serve");
    errand::serve_forks(errand::UniqueFd(errand::kTaskSocket), run);
    return static_cast<int>(errand::ExitCode::done);
}

int run(const std::vector<std::string>& arguments) try {
    for (const int inherited : {errand::kTaskSocket, errand::kInitReport})
        if (fcntl(inherited, F_SETFD, FD_CLOEXEC) != 0) return usage();
    if (arguments == std::vector<std::string>{"--serve"}) return serve();
    if (arguments == std::vector<std::string>{"--preview"}) return answer(errand::preview_attempt);
    if (arguments.size() != 2) return usage();
    if (arguments[0] == "--describe")
        return answer(
            [&](errand::UniqueFd socket) { return errand::describe_library(std::move(socket), arguments[1]); });
    const auto grace = errand::parse_duration(arguments[1]);
    return arguments[0] == "--attempt" && grace ? attempt(*grace) : usage();
} catch (const std::exception& error) {
    std::fprintf(stderr, "errand-task: %s\n", error.what());
    return static_cast<int>(errand::ExitCode::internal_fault);
}

}  // namespace

int main(int argc, char** argv) { return run({argv + 1, argv + argc}); }

#include "runner/run_result.hpp"

#include <algorithm>

namespace errand {

ExitCode RunResult::exit_code() const {
    ExitCode code = ExitCode::done;
    for (const TaskResult& task : tasks) code = more_important(code, errand::exit_code(task.attempt.state));
    return code;
}

std::string RunResult::reason() const {
    const ExitCode code = exit_code();
    if (code == ExitCode::done) return {};
    const auto decisive = std::find_if(tasks.begin(), tasks.end(), [&](const TaskResult& task) {
        return errand::exit_code(task.attempt.state) == code;
    });
    return "task '" + decisive->name + "' " + state_name(decisive->attempt.state) + ": " + decisive->attempt.message;
}

}  // namespace errand

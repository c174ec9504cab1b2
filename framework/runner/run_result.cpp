#include "runner/run_result.hpp"

namespace errand {

namespace {

ExitCode code_of(const TaskResult& task) { return exit_code(task.attempt.state); }

bool is_work(const TaskResult& task) { return task.stage == Stage::tasks; }

/// The first that ended with the most important code; null if none failed.
template <class Counts>
const TaskResult* decisive(const std::vector<TaskResult>& tasks, Counts counts) {
    const TaskResult* found = nullptr;
    ExitCode code = ExitCode::done;
    for (const TaskResult& task : tasks) {
        if (!counts(task) || code_of(task) == code || more_important(code_of(task), code) == code) continue;
        code = code_of(task);
        found = &task;
    }
    return found;
}

std::string sentence(const TaskResult& task) {
    return "task '" + task.name + "' " + state_words(task.attempt.state) + ": " + task.attempt.message;
}

}  // namespace

ExitCode RunResult::exit_code() const {
    const TaskResult* of_all = decisive(tasks, [](const TaskResult&) { return true; });
    if (!of_all || code_of(*of_all) == ExitCode::cancelled) return of_all ? ExitCode::cancelled : ExitCode::done;
    const TaskResult* of_work = decisive(tasks, is_work);
    return code_of(of_work ? *of_work : *of_all);
}

std::string RunResult::reason() const {
    const TaskResult* of_work = decisive(tasks, is_work);
    const TaskResult* of_rest = decisive(tasks, [](const TaskResult& task) { return !is_work(task); });
    if (!of_work) return of_rest ? sentence(*of_rest) : "";
    return sentence(*of_work) + (of_rest ? "; then " + sentence(*of_rest) : "");
}

}  // namespace errand

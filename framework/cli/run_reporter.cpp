#include "cli/run_reporter.hpp"

#include <system_error>

#include "base/units.hpp"
#include "cli/failure.hpp"

namespace errand {

namespace {

Severity to_severity(LogLevel level) { return static_cast<Severity>(level); }
static_assert(static_cast<int>(LogLevel::error) == static_cast<int>(Severity::error));

Severity severity_of(const AttemptResult& result) {
    return result.state == AttemptState::succeeded || result.state == AttemptState::skipped ? Severity::info
                                                                                            : Severity::error;
}

Value to_value(const TaskResult& task) {
    return Value::Map{{"name", task.name},
                      {"state", state_name(task.attempt.state)},
                      {"attempts", task.attempts},
                      {"message", task.attempt.message},
                      {"outputs", task.attempt.outputs},
                      {"duration_ms", task.attempt.duration.count()},
                      {"peak_memory_bytes", task.attempt.peak_memory}};
}

}  // namespace

void RunReporter::attempt_started(const TaskDefinition& task, int attempt) {
    overview_.attempt_started(task, attempt, clock_.steady_now());
    const std::string which = attempt == 1 ? "" : "attempt " + std::to_string(attempt) + " ";
    logger_.debug("task '" + display_name(task) + "': " + which + "started, " + task.plugin + "." + task.type);
}

void RunReporter::retry_planned(const TaskDefinition& task, int attempt, const AttemptResult& result,
                                std::chrono::milliseconds delay) {
    overview_.retry_planned(task, attempt, clock_.steady_now() + delay);
    logger_.warning("task '" + display_name(task) + "' " + state_words(result.state) + " after " +
                    format_duration(result.duration) + ": " + result.message + "; attempt " +
                    std::to_string(attempt + 1) + " of " + std::to_string(task.retry.attempts) + " begins in " +
                    format_duration(delay));
}

void RunReporter::logged(const TaskDefinition& task, LogLevel level, std::string_view message) {
    logger_.log(to_severity(level), "task '" + display_name(task) + "': " + std::string(message));
}

void RunReporter::task_ended(const TaskDefinition& task, const AttemptResult& result, int attempts) {
    overview_.task_ended(task, result.state);
    std::string line = "task '" + display_name(task) + "' " + state_words(result.state);
    const bool is_collected = task.for_each && !task.item;
    if (attempts > 1 && !is_collected) line += " at attempt " + std::to_string(attempts);
    if (attempts > 0) line += " after " + format_duration(result.duration);
    if (!result.message.empty()) line += ": " + result.message;
    logger_.log(severity_of(result), line);
}

void RunReporter::output_failed(int error_number) {
    has_lost_output_ = true;
    logger_.error("what the tasks print cannot be written: " + std::generic_category().message(error_number));
}

Value to_value(const RunResult& result, const std::string& output, bool is_truncated) {
    Value::List tasks;
    for (const TaskResult& task : result.tasks) tasks.push_back(to_value(task));
    return Value::Map{{"run_id", result.run_id},
                      {"job", result.job},
                      {"began", format_utc(result.began)},
                      {"duration_ms", result.duration.count()},
                      {"exit_code", static_cast<int>(result.exit_code())},
                      {"tasks", std::move(tasks)},
                      {"output", output},
                      {"output_truncated", is_truncated}};
}

Value to_value(const std::exception& error) {
    return Value::Map{{"exit_code", static_cast<int>(exit_code(error))}, {"error", error.what()}};
}

}  // namespace errand

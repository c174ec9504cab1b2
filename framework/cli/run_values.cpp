#include "cli/run_values.hpp"

#include "base/logger.hpp"
#include "config/job_keys.hpp"

namespace errand {

namespace {

Value to_value(const std::optional<StoreTime>& time) { return time ? Value(format_utc(*time)) : Value(); }

Value to_value(const AttemptRecord& attempt) {
    return Value::Map{{"attempt", attempt.attempt},          {"state", attempt.state},
                      {"message", attempt.message},          {"began", format_utc(attempt.began_at)},
                      {"ended", to_value(attempt.ended_at)}, {"peak_memory_bytes", attempt.peak_memory}};
}

Value to_value(const TaskRecord& task, const std::vector<AttemptRecord>& attempts) {
    Value::List own;
    for (const AttemptRecord& attempt : attempts)
        if (attempt.key == task.key) own.push_back(to_value(attempt));
    return Value::Map{{"name", task.key.task},
                      {"item", task.key.item ? Value(*task.key.item) : Value()},
                      {"state", task.state},
                      {"message", task.message},
                      {"began", to_value(task.began_at)},
                      {"ended", to_value(task.ended_at)},
                      {"outputs", task.outputs},
                      {"attempts", std::move(own)}};
}

Value definition_of(const TaskDefinition& task) {
    return Value::Map{{"name", task.name},
                      {"uses", task.plugin + "." + task.type},
                      {"stage", stage_words()[static_cast<std::size_t>(task.stage)]},
                      {"needs", Value::List(task.needs.begin(), task.needs.end())}};
}

}  // namespace

Value definition_of(const RunRequest& request) {
    Value::List tasks;
    for (const TaskDefinition& task : request.job.tasks) tasks.push_back(definition_of(task));
    return Value::Map{{"file", request.job_file.string()},
                      {"tasks", std::move(tasks)},
                      {"secret_parameters", request.secret_parameters},
                      {"retry_lost", request.job.retry_lost}};
}

Value to_value(const RunRecord& run) {
    return Value::Map{{"run_id", run.id},
                      {"job", run.job},
                      {"state", to_string(run.state)},
                      {"reason", run.reason},
                      {"scheduled_for", to_value(run.scheduled_for)},
                      {"queued", format_utc(run.queued_at)},
                      {"began", to_value(run.began_at)},
                      {"ended", to_value(run.ended_at)},
                      {"exit_code", run.exit_code ? Value(*run.exit_code) : Value()},
                      {"host", run.host_name},
                      {"trigger", run.trigger},
                      {"parameters", run.parameters},
                      {"retry_of", run.retry_of ? Value(*run.retry_of) : Value()}};
}

Value to_value(const RunRecord& run, const std::vector<TaskRecord>& tasks, const std::vector<AttemptRecord>& attempts) {
    Value value = to_value(run);
    Value::List list;
    for (const TaskRecord& task : tasks) list.push_back(to_value(task, attempts));
    value.map()["tasks"] = std::move(list);
    return value;
}

std::string display_name(const TaskKey& key) {
    return key.item ? key.task + "[" + std::to_string(*key.item) + "]" : key.task;
}

}  // namespace errand

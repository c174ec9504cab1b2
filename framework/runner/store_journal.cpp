#include "runner/store_journal.hpp"

namespace errand {

namespace {

std::optional<Value> item_of(const TaskDefinition& task) {
    return task.item ? std::optional(task.item->value) : std::nullopt;
}

}  // namespace

void StoreJournal::task_begins(const TaskDefinition& task) {
    recorder_.add(TaskBegan{key_of(task), clock_.now(), item_of(task)});
}

RunJournal::Ticket StoreJournal::attempt_begins(const TaskDefinition& task, int attempt) {
    return recorder_.add(AttemptBegan{key_of(task), attempt, clock_.now()});
}

void StoreJournal::attempt_ended(const TaskDefinition& task, int attempt, const AttemptResult& result) {
    recorder_.add(AttemptEnded{key_of(task), attempt, state_name(result.state), result.message, clock_.now(),
                               result.peak_memory});
}

void StoreJournal::task_ended(const TaskDefinition& task, const AttemptResult& result) {
    recorder_.add(TaskEnded{key_of(task), state_name(result.state), result.message, clock_.now(), result.outputs});
}

RunJournal::Ticket StoreJournal::checkpoint_saved(const TaskDefinition& task, const Value& state) {
    return recorder_.add(CheckpointSaved{key_of(task), state, clock_.now(), item_of(task)});
}

RunJournal::News StoreJournal::take_news() {
    RunRecorder::News news = recorder_.take_news();
    std::optional<std::string> cancellation;
    if (news.cancel_request) cancellation = "cancelled by " + news.cancel_request->by;
    return {std::move(cancellation), std::move(news.trouble)};
}

RunState run_state_of(ExitCode code) {
    switch (code) {
        case ExitCode::done:
            return RunState::succeeded;
        case ExitCode::time_limit:
            return RunState::timed_out;
        case ExitCode::cancelled:
            return RunState::cancelled;
        default:
            break;
    }
    return RunState::failed;
}

TaskKey key_of(const TaskDefinition& task) {
    TaskKey key{task.name, {}};
    if (task.item) key.item = static_cast<std::int64_t>(task.item->index);
    return key;
}

}  // namespace errand

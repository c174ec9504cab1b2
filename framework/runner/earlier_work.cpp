#include "runner/earlier_work.hpp"

#include "runner/store_journal.hpp"

namespace errand {

namespace {

template <class Record>
const Record* find_same(const std::map<TaskKey, Record>& records, const TaskDefinition& task) {
    const auto found = records.find(key_of(task));
    if (found == records.end()) return nullptr;
    const std::optional<Value> item = task.item ? std::optional(task.item->value) : std::nullopt;
    return found->second.item == item ? &found->second : nullptr;
}

}  // namespace

EarlierWork::EarlierWork(std::span<const TaskRecord> tasks, std::span<const CheckpointRecord> checkpoints) {
    for (const TaskRecord& task : tasks) tasks_.emplace(task.key, task);
    for (const CheckpointRecord& checkpoint : checkpoints) checkpoints_.emplace(checkpoint.key, checkpoint);
}

std::optional<AttemptResult> EarlierWork::result(const TaskDefinition& task) const {
    const TaskRecord* record = find_same(tasks_, task);
    if (!record) return std::nullopt;
    AttemptResult result{AttemptState::succeeded, record->message, {}, {}, 0};
    if (record->outputs.is_map()) result.outputs = record->outputs.map();
    return result;
}

std::optional<Value> EarlierWork::checkpoint(const TaskDefinition& task) const {
    const CheckpointRecord* record = find_same(checkpoints_, task);
    return record ? std::optional(record->state) : std::nullopt;
}

}  // namespace errand

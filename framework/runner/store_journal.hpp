#pragma once

#include <map>
#include <string>

#include "runner/run_journal.hpp"
#include "runner/run_recorder.hpp"

namespace errand {

/// Keeps a run in a store.
///
/// Lifetime: the recorder and the clock outlive it.
class StoreJournal final : public RunJournal {
public:
    StoreJournal(RunRecorder& recorder, const Clock& clock) : recorder_(recorder), clock_(clock) {}

    void task_begins(const TaskDefinition& task) override;
    Ticket attempt_begins(const TaskDefinition& task, int attempt) override;
    void attempt_ended(const TaskDefinition& task, int attempt, const AttemptResult& result) override;
    void task_ended(const TaskDefinition& task, const AttemptResult& result) override;
    Ticket checkpoint_saved(const TaskDefinition& task, const Value& state) override;
    Fate fate(Ticket ticket) override { return recorder_.fate(ticket); }
    int descriptor() const override { return recorder_.descriptor(); }
    News take_news() override;

private:
    RunRecorder& recorder_;
    const Clock& clock_;
};

/// What a run that ended with this code is recorded as.
RunState run_state_of(ExitCode code);

/// How the store names a task, or an item of one.
TaskKey key_of(const TaskDefinition& task);

}  // namespace errand

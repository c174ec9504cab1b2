#pragma once

#include <optional>
#include <string>

#include "job/job_definition.hpp"
#include "runner/attempt_result.hpp"

namespace errand {

/// Keeps what happens in a run, and learns from outside that it is to end.
///
/// Called from the run's own thread; it must not wait for long.
class RunJournal {
public:
    virtual ~RunJournal() = default;

    /// The task is about to begin: what follows must not be forgotten.
    virtual void task_begins(const TaskDefinition& task) = 0;
    /// An attempt is about to begin. \param attempt from 1
    virtual void attempt_begins(const TaskDefinition& task, int attempt) = 0;
    virtual void attempt_ended(const TaskDefinition& task, int attempt, const AttemptResult& result) = 0;
    /// A task, or an item of one, is over, be it that it never began.
    virtual void task_ended(const TaskDefinition& task, const AttemptResult& result) = 0;

    /// Becomes readable when one of the next two has something new.
    virtual int descriptor() const = 0;
    /// Why somebody wants the run to end, such as "cancelled by ada on beamline-3"; once.
    virtual std::optional<std::string> take_cancellation() = 0;
    /// What keeps it from keeping anything, or that it goes on again; one line, once.
    virtual std::optional<std::string> take_trouble() = 0;
};

}  // namespace errand

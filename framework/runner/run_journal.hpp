#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "job/job_definition.hpp"
#include "runner/attempt_result.hpp"

namespace errand {

/// Keeps what happens in a run, and learns from outside that it is to end.
///
/// Called from the run's own thread; it does not wait.
class RunJournal {
public:
    /// Something that was told, by its place in all that was.
    using Ticket = std::uint64_t;

    /// What became of something that was told.
    enum class Fate {
        waiting,
        kept,
        /// It cannot be kept for now, and follows when it can.
        late,
    };

    struct News {
        /// Why somebody wants the run to end, such as "cancelled by ada on beamline-3".
        std::optional<std::string> cancellation;
        /// What keeps it from keeping anything, or that it goes on again; one line.
        std::optional<std::string> trouble;
    };

    virtual ~RunJournal() = default;

    virtual void task_begins(const TaskDefinition& task) = 0;
    /// An attempt is about to begin, and does so once its fate() is known. \param attempt from 1
    virtual Ticket attempt_begins(const TaskDefinition& task, int attempt) = 0;
    virtual void attempt_ended(const TaskDefinition& task, int attempt, const AttemptResult& result) = 0;
    /// A task, or an item of one, is over, be it that it never began.
    virtual void task_ended(const TaskDefinition& task, const AttemptResult& result) = 0;

    /// A task has a state for whoever tries it again, and goes on once it is kept.
    virtual Ticket checkpoint_saved(const TaskDefinition& task, const Value& state) = 0;

    /// Of all that was told up to there.
    virtual Fate fate(Ticket ticket) = 0;
    /// Becomes readable when there is news, or when a fate() may have changed; until take_news().
    virtual int descriptor() const = 0;
    /// Each piece once.
    virtual News take_news() = 0;
};

}  // namespace errand

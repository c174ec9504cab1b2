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

    struct News {
        /// Why somebody wants the run to end, such as "cancelled by ada on beamline-3".
        std::optional<std::string> cancellation;
        /// What keeps it from keeping anything, or that it goes on again; one line.
        std::optional<std::string> trouble;
    };

    virtual ~RunJournal() = default;

    virtual void task_begins(const TaskDefinition& task) = 0;
    /// An attempt is about to begin, and does so once may_go_on() says so of the ticket. \param attempt from 1
    virtual Ticket attempt_begins(const TaskDefinition& task, int attempt) = 0;
    virtual void attempt_ended(const TaskDefinition& task, int attempt, const AttemptResult& result) = 0;
    /// A task, or an item of one, is over, be it that it never began.
    virtual void task_ended(const TaskDefinition& task, const AttemptResult& result) = 0;

    /// Whether what was told up to there is kept, or cannot be for now.
    virtual bool may_go_on(Ticket ticket) = 0;
    /// Becomes readable when there is news, or when may_go_on() may have changed; until take_news().
    virtual int descriptor() const = 0;
    /// Each piece once.
    virtual News take_news() = 0;
};

}  // namespace errand

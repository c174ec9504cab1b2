#pragma once

#include <memory>
#include <optional>
#include <string>

#include "runner/attempt.hpp"

namespace errand {

/// A task in a run: its attempts, one after the other, as its retry rule has it. None begins before the journal has
/// kept that it does: whoever is killed then leaves a true record.
///
/// It never waits, as Attempt does. Thread-safety: none. Lifetime: what it is made of outlives it.
class TaskRun {
public:
    /// Announces the first attempt. One whose process cannot be started ends the task as storage_unusable.
    /// \param request of the first one
    TaskRun(AttemptRequest request, const AttemptSettings& settings, const AttemptWorld& world);

    void add_waits(PollSet& waits);
    Clock::SteadyTime wake_at() const;
    void proceed(const PollSet& waits);

    /// Asks the task to end, or ends it at once if it has been asked before.
    void cancel(const std::string& why);
    /// Asks the task to end, since it may take no longer.
    void time_out(const std::string& why);

    bool is_over() const { return result_.has_value(); }
    /// Of one that is over: the last attempt's.
    const AttemptResult& result() const { return *result_; }
    /// How many there were so far.
    int attempts() const { return request_.run.attempt; }

private:
    void announce_attempt();
    void start_attempt();
    void end_unstarted(AttemptState state, const std::string& why);
    void end_attempt();
    bool is_worth_another(const AttemptResult& result) const;
    /// Ends the wait for an attempt, and with it the task.
    void end_wait(AttemptState state, const std::string& why);

    AttemptRequest request_;
    const AttemptSettings& settings_;
    const AttemptWorld& world_;
    /// After which no attempt begins or goes on.
    const std::optional<Clock::SteadyTime> deadline_;
    std::optional<Attempt> attempt_;
    /// Of an attempt that is about to begin.
    std::optional<RunJournal::Ticket> announced_;
    /// What the last attempt came to, and when the next is announced, while there is none.
    AttemptResult last_;
    Clock::SteadyTime next_attempt_;
    /// The task was asked to end: there is no other attempt.
    bool is_ending_ = false;
    std::optional<AttemptResult> result_;
};

}  // namespace errand

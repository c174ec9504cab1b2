#include "runner/task_run.hpp"

#include <algorithm>
#include <system_error>

#include "base/random_fraction.hpp"
#include "base/units.hpp"
#include "errand/error.hpp"
#include "runner/retry_cause.hpp"
#include "runner/working_directory.hpp"

namespace errand {

namespace {

std::optional<Clock::SteadyTime> deadline_of(const RetryRule& rule, Clock::SteadyTime now) {
    if (rule.time_limit.count() == 0) return std::nullopt;
    return now + rule.time_limit;
}

}  // namespace

TaskRun::TaskRun(AttemptRequest request, const AttemptSettings& settings, const AttemptWorld& world)
    : request_(std::move(request)),
      settings_(settings),
      world_(world),
      deadline_(deadline_of(request_.task.retry, world.clock.steady_now())) {
    announce_attempt();
}

void TaskRun::add_waits(PollSet& waits) {
    if (attempt_) attempt_->add_waits(waits);
}

Clock::SteadyTime TaskRun::wake_at() const {
    // The journal wakes who waits for it.
    const auto next = attempt_ ? attempt_->wake_at() : announced_ ? Clock::SteadyTime::max() : next_attempt_;
    return deadline_ ? std::min(next, *deadline_) : next;
}

void TaskRun::proceed(const PollSet& waits) {
    const auto now = world_.clock.steady_now();
    if (deadline_ && now >= *deadline_)
        time_out("not done within the limit of " + format_duration(request_.task.retry.time_limit) +
                 " for all its attempts");
    if (attempt_) {
        attempt_->proceed(waits);
        if (attempt_->is_over()) end_attempt();
        return;
    }
    if (result_) return;
    if (!announced_ && now >= next_attempt_) {
        ++request_.run.attempt;
        announce_attempt();
    }
    if (announced_ && world_.journal.fate(*announced_) != RunJournal::Fate::waiting) start_attempt();
}

void TaskRun::cancel(const std::string& why) {
    is_ending_ = true;
    if (attempt_)
        attempt_->cancel(why);
    else
        end_wait(AttemptState::cancelled, why);
}

void TaskRun::time_out(const std::string& why) {
    is_ending_ = true;
    if (attempt_)
        attempt_->time_out(why);
    else
        end_wait(AttemptState::timed_out, why);
}

void TaskRun::announce_attempt() { announced_ = world_.journal.attempt_begins(request_.task, request_.run.attempt); }

void TaskRun::start_attempt() {
    announced_.reset();
    try {
        if (request_.task.working_directory) require_working_directory(*request_.task.working_directory);
        attempt_.emplace(request_, settings_, world_);
    } catch (const ValueError& error) {
        return end_unstarted(AttemptState::misconfigured, error.what());
    } catch (const std::system_error& error) {
        return end_unstarted(AttemptState::storage_unusable, error.what());
    }
    world_.observer.attempt_started(request_.task, request_.run.attempt);
}

void TaskRun::end_unstarted(AttemptState state, const std::string& why) {
    last_ = AttemptResult{state, why, {}, {}, 0};
    world_.journal.attempt_ended(request_.task, request_.run.attempt, last_);
    result_ = last_;
}

void TaskRun::end_attempt() {
    last_ = attempt_->result();
    request_.checkpoint = attempt_->checkpoint();
    // Its working directory goes now, and its processes have gone.
    attempt_.reset();
    world_.journal.attempt_ended(request_.task, request_.run.attempt, last_);
    if (!is_worth_another(last_)) {
        result_ = last_;
        return;
    }
    const auto delay = retry_delay(request_.task.retry, request_.run.attempt, random_fraction());
    next_attempt_ = world_.clock.steady_now() + delay;
    world_.observer.retry_planned(request_.task, request_.run.attempt, last_, delay);
}

bool TaskRun::is_worth_another(const AttemptResult& result) const {
    const RetryRule& rule = request_.task.retry;
    const auto cause = retry_cause(result);
    const bool is_late = deadline_ && world_.clock.steady_now() >= *deadline_;
    return cause && rule.on.contains(*cause) && request_.run.attempt < rule.attempts && !is_late && !is_ending_;
}

void TaskRun::end_wait(AttemptState state, const std::string& why) {
    if (result_) return;
    const int next = request_.run.attempt + (announced_ ? 0 : 1);
    AttemptResult ended = last_;
    ended.state = state;
    ended.message = why + ", while it waited for attempt " + std::to_string(next);
    if (announced_) world_.journal.attempt_ended(request_.task, next, ended);
    if (next > 1) ended.message += "; before: " + last_.message;
    result_ = std::move(ended);
}

}  // namespace errand

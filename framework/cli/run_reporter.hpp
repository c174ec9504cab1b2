#pragma once

#include <exception>
#include <string>

#include "base/logger.hpp"
#include "cli/live/live_view.hpp"
#include "cli/live/run_overview.hpp"
#include "runner/job_run.hpp"
#include "runner/run_observer.hpp"

namespace errand {

/// Tells of a run as it goes: what happens through the logger, how far it is by a live view, and knows where what the
/// tasks print goes.
///
/// Lifetime: all that it is made of outlives it.
class RunReporter final : public RunObserver {
public:
    /// \param view null where there is no terminal; `logger` prints above it
    /// \param log_outlet where what goes to `logger`, and the view, ends
    RunReporter(Logger& logger, OutletBuffer& log_outlet, OutletBuffer& output, LiveView* view, const Clock& clock)
        : logger_(logger), log_outlet_(log_outlet), output_(output), view_(view), clock_(clock) {}

    void stage_begins(std::size_t tasks) override { overview_.expect_tasks(tasks); }
    void items_begin(const TaskDefinition& task, std::size_t count) override {
        overview_.items_begin(task, count, clock_.steady_now());
    }
    void attempt_started(const TaskDefinition& task, int attempt) override;
    void retry_planned(const TaskDefinition& task, int attempt, const AttemptResult& result,
                       std::chrono::milliseconds delay) override;
    void progressed(const TaskDefinition& task, const Progress& progress) override {
        overview_.progressed(task, progress);
    }
    void logged(const TaskDefinition& task, LogLevel level, std::string_view message) override;
    void task_ended(const TaskDefinition& task, const AttemptResult& result, int attempts) override;
    void troubled(std::string_view what) override { logger_.warning(what); }
    Clock::SteadyTime about_to_wait() override { return view_ ? view_->show(overview_) : Clock::SteadyTime::max(); }
    OutletBuffer& output_outlet() override { return output_; }
    void output_failed(int error_number) override;
    void will_print() override {
        if (view_) view_->make_room_for_output();
    }
    OutletBuffer& log_outlet() override { return log_outlet_; }

    /// True if something that a task printed is lost.
    bool has_lost_output() const { return has_lost_output_; }

private:
    Logger& logger_;
    OutletBuffer& log_outlet_;
    OutletBuffer& output_;
    LiveView* const view_;
    const Clock& clock_;
    RunOverview overview_;
    bool has_lost_output_ = false;
};

/// The report of `errand run --json`. `output` is what the tasks printed, or its beginning if `is_truncated`.
Value to_value(const RunResult& result, const std::string& output, bool is_truncated);

/// The same of a run that `error` kept from beginning, or broke off.
Value to_value(const std::exception& error);

}  // namespace errand

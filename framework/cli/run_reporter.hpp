#pragma once

#include <exception>
#include <string>

#include "base/logger.hpp"
#include "cli/progress_bar.hpp"
#include "runner/job_run.hpp"
#include "runner/run_observer.hpp"

namespace errand {

/// Tells of a run as it goes: what happens through the logger, how far it is by a bar, and knows where what the tasks
/// print goes.
///
/// Lifetime: all that it is made of outlives it.
class RunReporter final : public RunObserver {
public:
    /// \param bar null where there is no terminal
    /// \param log_outlet where what goes to `logger`, and the bar, ends
    RunReporter(Logger& logger, OutletBuffer& log_outlet, ProgressBar* bar, OutletBuffer& output)
        : logger_(logger), log_outlet_(log_outlet), bar_(bar), output_(output) {}

    void attempt_started(const TaskDefinition& task, int attempt) override;
    void retry_planned(const TaskDefinition& task, int attempt, const AttemptResult& result,
                       std::chrono::milliseconds delay) override;
    void progressed(const TaskDefinition& task, const Progress& progress) override;
    void logged(const TaskDefinition& task, LogLevel level, std::string_view message) override;
    void task_ended(const TaskDefinition& task, const AttemptResult& result, int attempts) override;
    void troubled(std::string_view what) override;
    OutletBuffer& output_outlet() override { return output_; }
    void output_failed(int error_number) override;
    void will_print() override { clear_bar(); }
    OutletBuffer& log_outlet() override { return log_outlet_; }

    /// True if something that a task printed is lost.
    bool has_lost_output() const { return has_lost_output_; }

private:
    void clear_bar();

    Logger& logger_;
    OutletBuffer& log_outlet_;
    ProgressBar* const bar_;
    OutletBuffer& output_;
    bool has_lost_output_ = false;
};

/// The report of `errand run --json`. `output` is what the tasks printed, or its beginning if `is_truncated`.
Value to_value(const RunResult& result, const std::string& output, bool is_truncated);

/// The same of a run that `error` kept from beginning, or broke off.
Value to_value(const std::exception& error);

}  // namespace errand

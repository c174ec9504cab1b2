#pragma once

#include <optional>
#include <string>

#include "base/logger.hpp"
#include "cli/captured_output.hpp"
#include "cli/progress_bar.hpp"
#include "runner/job_run.hpp"
#include "runner/run_observer.hpp"

namespace errand {

/// Tells of a run as it goes: what happens through the logger, how far it is by a bar, what tasks print to a
/// descriptor.
///
/// Lifetime: `logger` and `bar` outlive it.
class RunReporter final : public RunObserver {
public:
    /// \param bar null where there is no terminal
    RunReporter(Logger& logger, ProgressBar* bar, int output_descriptor)
        : logger_(logger), bar_(bar), output_descriptor_(output_descriptor) {}

    void task_started(const TaskDefinition& task) override;
    void progressed(const TaskDefinition& task, const Progress& progress) override;
    void logged(const TaskDefinition& task, LogLevel level, std::string_view message) override;
    void task_ended(const TaskDefinition& task, const AttemptResult& result) override;
    int output_descriptor() override { return output_descriptor_; }
    void output_failed(int error_number) override;
    void will_print() override { clear_bar(); }

    /// True if something that a task printed is lost.
    bool has_lost_output() const { return has_lost_output_; }

private:
    void clear_bar();

    Logger& logger_;
    ProgressBar* const bar_;
    const int output_descriptor_;
    bool has_lost_output_ = false;
};

/// The report of `errand run --json`.
Value to_value(const RunResult& result, const std::string& output);

}  // namespace errand

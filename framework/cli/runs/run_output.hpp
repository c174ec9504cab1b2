#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <ostream>

#include "base/logger.hpp"
#include "base/outlet_buffer.hpp"
#include "cli/arguments.hpp"
#include "cli/captured_output.hpp"
#include "cli/live/live_view.hpp"
#include "cli/session.hpp"
#include "errand/json.hpp"
#include "runner/run_result.hpp"

namespace errand {

/// Prints a report for programs.
void print_report(Session& session, const Value& report, JsonStyle style = JsonStyle::indented);

/// What becomes of the report of a run.
using TakeReport = std::function<void(Value report)>;

/// What is printed nowhere until a run is over.
struct KeptText {
    CapturedOutput text;
    OutletBuffer outlet{text.descriptor()};
    std::ostream stream{&outlet};
};

/// Where what a run says goes: its log, what its tasks print, the live view, and the report at its end; at once, at the
/// end, or nowhere, as the options have it.
///
/// Lifetime: all that it is made of outlives it. When it goes, all is written that somebody takes.
class RunOutput {
public:
    /// \param take_report gets the report, if the options ask for one
    RunOutput(const RunOptions& options, Session& session, const TakeReport& take_report);
    ~RunOutput();
    RunOutput(const RunOutput&) = delete;
    RunOutput& operator=(const RunOutput&) = delete;

    Logger& logger() { return logger_; }
    /// What the log ends in.
    OutletBuffer& log_outlet() { return kept_log_ ? kept_log_->outlet : session_.err_outlet; }
    /// Where what tasks print goes.
    OutletBuffer& task_outlet() { return kept_output_ ? kept_output_->outlet : session_.out_outlet; }
    /// Null where there is no terminal, or nothing is to be said.
    LiveView* view() { return view_.get(); }

    /// From now on printing waits for no reader.
    void never_wait();
    /// Until all is written, a signal comes, or the patience with a run that was to end is over.
    void wait_for_readers(ExitCode code, int signals);

    /// Of a run that is over. `retry_of` is the run that it did over, empty for none.
    void report(const RunResult& result, const std::string& retry_of);
    /// Of one that did not begin: a failure only where somebody has cancelled it.
    void report_not_started(Value::Map report, const std::string& reason, bool is_cancelled);

private:
    const RunOptions& options_;
    Session& session_;
    const TakeReport& take_report_;
    /// The log of a run that is silent unless it fails.
    std::optional<KeptText> kept_log_;
    /// What the tasks print, where it is a part of the report, or to be silent as well.
    std::optional<KeptText> kept_output_;
    const std::unique_ptr<LiveView> view_;
    StreamLogger logger_;
};

}  // namespace errand

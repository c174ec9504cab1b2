#include "cli/runs/run_output.hpp"

#include <unistd.h>

#include <chrono>
#include <string>
#include <utility>

#include "cli/run_reporter.hpp"
#include "cli/terminal.hpp"

namespace errand {

namespace {

/// How long the report of a run that was to end waits for a reader who takes nothing.
constexpr std::chrono::seconds kReaderPatience(5);

std::unique_ptr<LiveView> make_view(const RunOptions& options, Session& session) {
    if (options.quiet || !is_terminal(STDERR_FILENO, session.surroundings.environment)) return nullptr;
    const bool is_output_shown = !options.json && is_terminal(STDOUT_FILENO, session.surroundings.environment);
    return std::make_unique<LiveView>(
        LiveScreen{session.err, session.err_outlet, is_output_shown ? &session.out_outlet : nullptr,
                   [] { return terminal_size(STDERR_FILENO); }},
        session.clock);
}

}  // namespace

void print_report(Session& session, const Value& report, JsonStyle style) {
    session.out << to_json(report, style) << '\n';
}

RunOutput::RunOutput(const RunOptions& options, Session& session, const TakeReport& take_report)
    : options_(options),
      session_(session),
      take_report_(take_report),
      view_(make_view(options, session)),
      logger_(options.quiet ? kept_log_.emplace().stream
              : view_       ? view_->above()
                            : session.err,
              session.clock, session.verbose ? Severity::debug : Severity::info,
              !options.quiet && wants_colour(STDERR_FILENO, session.surroundings.environment)) {
    if (options.quiet || options.json) kept_output_.emplace();
}

RunOutput::~RunOutput() {
    session_.err_outlet.wait();
    session_.out_outlet.wait();
}

void RunOutput::never_wait() {
    session_.err_outlet.never_wait();
    session_.out_outlet.never_wait();
}

void RunOutput::wait_for_readers(ExitCode code, int signals) {
    const bool was_to_end = code == ExitCode::cancelled || code == ExitCode::time_limit;
    const auto patience = was_to_end ? OutletBuffer::Patience(kReaderPatience) : OutletBuffer::Patience();
    session_.err_outlet.wait(signals, patience);
    session_.out_outlet.wait(signals, patience);
}

void RunOutput::report(const RunResult& result, const std::string& retry_of) {
    session_.err << std::flush;
    if (kept_output_) kept_output_->stream << std::flush;
    const bool is_silent = options_.quiet && result.exit_code() == ExitCode::done;
    if (is_silent) return;
    if (kept_log_) kept_log_->text.copy_to(session_.err);
    constexpr std::size_t kReportedOutput = std::size_t{1} << 20;
    if (options_.json) {
        Value report =
            to_value(result, kept_output_->text.text(kReportedOutput), kept_output_->text.size() > kReportedOutput);
        if (!retry_of.empty()) report.map()["retry_of"] = retry_of;
        take_report_(std::move(report));
    } else if (kept_output_) {
        kept_output_->text.copy_to(session_.out);
    }
    session_.out << std::flush;
}

void RunOutput::report_not_started(Value::Map report, const std::string& reason, bool is_cancelled) {
    logger_.log(is_cancelled ? Severity::error : Severity::info, "not started: " + reason);
    if (options_.quiet && is_cancelled) kept_log_->text.copy_to(session_.err);
    if (options_.json) take_report_(std::move(report));
}

}  // namespace errand

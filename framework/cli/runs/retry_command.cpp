#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "cli/failure.hpp"
#include "cli/run_reporter.hpp"
#include "cli/runs/opened_records.hpp"
#include "cli/runs/retry_plan.hpp"
#include "cli/runs/run_once.hpp"
#include "cli/runs/run_output.hpp"
#include "cli/session.hpp"

namespace errand {

namespace {

/// Of several, one that cannot be done over does not keep the others from it.
ExitCode do_over(RetryPlan plan, const RetryOptions& options, Session& session, const TakeReport& take_report) {
    const std::string earlier = plan.run;
    const RunOptions run = {
        .job = plan.job_file, .sandbox = options.sandbox, .quiet = options.quiet, .json = options.json};
    try {
        return run_once(run, std::move(plan), session, take_report);
    } catch (const std::exception& error) {
        if (!options.lost) throw;
        session.err << "errand: " << error.what() << '\n';
        Value report = to_value(error);
        report.map()["retry_of"] = earlier;
        if (options.json) take_report(std::move(report));
        return exit_code(error);
    }
}

ExitCode do_over(std::vector<RetryPlan> plans, const RetryOptions& options, Session& session,
                 const TakeReport& take_report) {
    ExitCode code = ExitCode::done;
    for (RetryPlan& plan : plans) {
        code = more_important(code, do_over(std::move(plan), options, session, take_report));
        if (code == ExitCode::cancelled) break;
    }
    return code;
}

}  // namespace

ExitCode run(const RetryOptions& options, Session& session) {
    std::vector<RetryPlan> plans = [&] {
        OpenedRecords records(session, options.sandbox);
        return plan_retries(records, options);
    }();
    if (!options.lost)
        return do_over(std::move(plans), options, session, [&](const Value& report) { print_report(session, report); });
    // However many they are, a program reads one report.
    Value::List reports;
    const ExitCode code =
        do_over(std::move(plans), options, session, [&](Value report) { reports.push_back(std::move(report)); });
    const bool is_silent = options.quiet && reports.empty();
    if (options.json && !is_silent)
        print_report(session, Value::Map{{"exit_code", static_cast<int>(code)}, {"runs", std::move(reports)}});
    return code;
}

}  // namespace errand

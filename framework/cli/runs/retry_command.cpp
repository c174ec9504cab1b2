#include <exception>
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
ExitCode do_over(RetryPlan plan, const RetryOptions& options, Session& session) try {
    const RunOptions run = {
        .job = plan.job_file, .sandbox = options.sandbox, .quiet = options.quiet, .json = options.json};
    return run_once(run, std::move(plan), session);
} catch (const std::exception& error) {
    if (!options.lost) throw;
    if (options.json) print_report(session, to_value(error));
    session.err << "errand: " << error.what() << '\n';
    return exit_code(error);
}

}  // namespace

ExitCode run(const RetryOptions& options, Session& session) try {
    std::vector<RetryPlan> plans = [&] {
        OpenedRecords records(session, options.sandbox);
        return plan_retries(records, options);
    }();
    ExitCode code = ExitCode::done;
    for (RetryPlan& plan : plans) {
        code = more_important(code, do_over(std::move(plan), options, session));
        if (code == ExitCode::cancelled) break;
    }
    return code;
} catch (const std::exception& error) {
    if (options.json) print_report(session, to_value(error));
    throw;
}

}  // namespace errand

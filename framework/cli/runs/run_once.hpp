#pragma once

#include <optional>

#include "cli/arguments.hpp"
#include "cli/runs/retry_plan.hpp"
#include "cli/runs/run_output.hpp"
#include "cli/session.hpp"

namespace errand {

/// Runs a job, from the command line to the report; where there is a plan, as it does a run over.
/// \throws what keeps it from beginning, or breaks it off
ExitCode run_once(const RunOptions& options, std::optional<RetryPlan> retry, Session& session,
                  const TakeReport& take_report);

}  // namespace errand

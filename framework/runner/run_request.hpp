#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "job/job_definition.hpp"
#include "runner/earlier_work.hpp"

namespace errand {

/// What is to be run.
///
/// Lifetime: the job outlives the run.
struct RunRequest {
    const JobDefinition& job;
    /// As make_run_id() of run_id.hpp gives it.
    std::string run_id;
    /// Where the job was read from, for the run's record.
    std::filesystem::path job_file = {};
    /// One for each of the job's parameters that is not secret; null where none was given.
    Value::Map parameters = {};
    /// Of its secret ones, as far as they are given: where they are, as config/secret_reference.hpp has it.
    Value::Map secret_parameters = {};
    /// Whether the last run of the job that was not skipped or cancelled did not succeed.
    bool has_failed_before = false;
    /// The slot. Nothing: by hand, without one.
    std::optional<Clock::CalendarTime> scheduled_for = {};
    /// Of a run that does another one over: what of that counts.
    EarlierWork earlier = {};
    /// errand's own environment, of which tasks get what the job says.
    std::function<std::optional<std::string>(const std::string& name)> environment = {};
};

}  // namespace errand

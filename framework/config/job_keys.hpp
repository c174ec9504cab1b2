#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace errand {

/// What the value of a key in a job file is.
enum class JobValue {
    name,
    text,
    schedule,
    /// A path or a list of paths.
    include,
    cron,
    time_zone,
    provider,
    tasks,
    task_type,
    parameters,
    duration,
    files,
    paths,
    scopes,
    scope_list,
    /// An integer from 1 to 1000.
    count,
    /// A number from 0 to 1.
    fraction,
    /// An integer, 1 or more.
    amount,
    boolean,
    size,
    path,
    list,
    any,
    /// A word for Type.
    type,
    expression,
    job_parameters,
    defaults,
    for_each,
    limits,
    environment,
    overlap,
    pools,
    task_names,
    when,
    retry,
    backoff,
    retry_causes
};

/// A key of a job file. These tables are all there is to know about the form of job files: the reader refuses keys that
/// are not here, and the JSON Schema is made of them.
struct JobKey {
    std::string_view name;
    JobValue value;
    bool required;
    std::string_view help;
};

/// Of a job file, of a fragment that one includes, of its `schedule`, of each of its `parameters`, of its `defaults`,
/// of each of its `tasks`, and of a task's `files`, `foreach`, `limits` and `retry`.
std::span<const JobKey> job_keys();
std::span<const JobKey> fragment_keys();
std::span<const JobKey> schedule_keys();
std::span<const JobKey> job_parameter_keys();
std::span<const JobKey> default_keys();
std::span<const JobKey> task_keys();
std::span<const JobKey> files_keys();
std::span<const JobKey> for_each_keys();
std::span<const JobKey> limit_keys();
std::span<const JobKey> retry_keys();

/// The words for Type, Stage, When, Overlap, RetryRule::Backoff and RetryCause, in the order of these.
std::span<const std::string_view> type_words();
std::span<const std::string_view> stage_words();
std::span<const std::string_view> when_words();
std::span<const std::string_view> overlap_words();
std::span<const std::string_view> backoff_words();
std::span<const std::string_view> retry_cause_words();

std::vector<std::string> names_of(std::span<const JobKey> keys);

}  // namespace errand

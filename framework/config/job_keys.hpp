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
    scope_list
};

/// A key of a job file. These tables are all there is to know about the form of job files: the reader refuses keys that
/// are not here, and the JSON Schema is made of them.
struct JobKey {
    std::string_view name;
    JobValue value;
    bool required;
    std::string_view help;
};

/// Of the file itself, of its `schedule`, of each of its `tasks`, and of a task's `files`.
std::span<const JobKey> job_keys();
std::span<const JobKey> schedule_keys();
std::span<const JobKey> task_keys();
std::span<const JobKey> files_keys();

std::vector<std::string> names_of(std::span<const JobKey> keys);

}  // namespace errand

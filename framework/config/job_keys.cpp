#include "config/job_keys.hpp"

#include <array>

namespace errand {

namespace {

constexpr std::array<JobKey, 6> kJobKeys = {
    {{"name", JobValue::name, true, "What the job is called in commands, logs and records."},
     {"description", JobValue::text, false, "What the job is for."},
     {"schedule", JobValue::schedule, false, "When the job is due."},
     {"provider", JobValue::provider, false,
      "The provider of access tokens for all tasks; needed only when several fit."},
     {"allow_scopes", JobValue::scope_list, false,
      "What every task without allow_scopes of its own may have when a service asks for consent."},
     {"tasks", JobValue::tasks, true, "What the job does, in this order."}}};

constexpr std::array<JobKey, 2> kScheduleKeys = {
    {{"cron", JobValue::cron, true,
      "Five fields: minute, hour, day of month, month, day of week; or @daily and the like."},
     {"timezone", JobValue::time_zone, false, "The IANA time zone that the fields are in. UTC when not given."}}};

constexpr std::array<JobKey, 8> kTaskKeys = {
    {{"name", JobValue::name, true, "What the task is called; no other task of the job has this name."},
     {"uses", JobValue::task_type, true, "The plugin and the task type, such as globus.list-endpoints."},
     {"with", JobValue::parameters, false, "The parameters of the task type."},
     {"provider", JobValue::provider, false, "The provider of access tokens for this task."},
     {"scopes", JobValue::scopes, false,
      "The scopes of the task's tokens by resource server, in place of those that its type declares there."},
     {"allow_scopes", JobValue::scope_list, false,
      "Scopes that the task may have beyond its own when a service asks for consent."},
     {"time_limit", JobValue::duration, false, "How long an attempt may take, such as 5m or 2h30m."},
     {"files", JobValue::files, false,
      "What the task may touch of the files that its type declares: none, or these. All of them when not given."}}};

constexpr std::array<JobKey, 2> kFilesKeys = {
    {{"read", JobValue::paths, false, "Files, and directories with all below them; relative to this file."},
     {"write", JobValue::paths, false,
      "The same, also to be read. What is not there is made; a directory ends in /."}}};

}  // namespace

std::span<const JobKey> job_keys() { return kJobKeys; }
std::span<const JobKey> schedule_keys() { return kScheduleKeys; }
std::span<const JobKey> task_keys() { return kTaskKeys; }
std::span<const JobKey> files_keys() { return kFilesKeys; }

std::vector<std::string> names_of(std::span<const JobKey> keys) {
    std::vector<std::string> names;
    for (const JobKey& key : keys) names.emplace_back(key.name);
    return names;
}

}  // namespace errand

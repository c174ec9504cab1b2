#include "config/job_keys.hpp"

#include <array>

namespace errand {

namespace {

constexpr std::array<JobKey, 18> kJobKeys = {
    {{"name", JobValue::name, true, "What the job is called in commands, logs and records."},
     {"description", JobValue::text, false, "What the job is for."},
     {"schedule", JobValue::schedule, false, "When the job is due."},
     {"provider", JobValue::provider, false,
      "The provider of access tokens for all tasks; needed only when several fit."},
     {"allow_scopes", JobValue::scope_list, false,
      "What every task without allow_scopes of its own may have when a service asks for consent."},
     {"overlap", JobValue::overlap, false,
      "What a run does while another run of the job is not over, on whatever host: skip (when not given), queue, "
      "replace "
      "or allow."},
     {"retry_lost", JobValue::count, false,
      "How often a run whose supervisor died is done over, by errand retry --lost. Not at all when not given."},
     {"concurrency", JobValue::pools, false,
      "The pools, of those that the configuration has, in which a run needs a place."},
     {"max_parallel", JobValue::count, false, "How many tasks may run at once. 4 when not given."},
     {"time_limit", JobValue::duration, false, "How long a run may take as a whole, such as 2h."},
     // What follows may also stand in a fragment.
     {"include", JobValue::include, false,
      "Fragments of jobs, relative to this file: their parameters, defaults and tasks stand before those of this "
      "file."},
     {"parameters", JobValue::job_parameters, false,
      "What the job takes when it is run; ${{ params.<name> }} stands for one."},
     {"defaults", JobValue::defaults, false, "What holds for every task that has nothing of its own."},
     {"tasks", JobValue::tasks, false, "What the job does: tasks that need no other begin at once."},
     {"on_success", JobValue::tasks, false, "Tasks for when all of these have succeeded."},
     {"on_failure", JobValue::tasks, false,
      "Tasks for when one of them has not: ${{ run.state }} and ${{ run.reason }} tell how the run ended."},
     {"on_recovery", JobValue::tasks, false, "Tasks for when all have succeeded and the run before had not."},
     {"always", JobValue::tasks, false, "Tasks for the end of every run, also of one that was cancelled."}}};

/// How many of the keys of a job may stand in a fragment: the last ones.
constexpr std::size_t kFragmentKeys = 8;

constexpr std::array<JobKey, 2> kScheduleKeys = {
    {{"cron", JobValue::cron, true,
      "Five fields: minute, hour, day of month, month, day of week; or @daily and the like."},
     {"timezone", JobValue::time_zone, false, "The IANA time zone that the fields are in. UTC when not given."}}};

constexpr std::array<JobKey, 17> kTaskKeys = {
    {{"name", JobValue::name, true, "What the task is called; no other task of the job has this name."},
     {"uses", JobValue::task_type, true, "The plugin and the task type, such as globus.list-endpoints."},
     {"with", JobValue::parameters, false, "The parameters of the task type."},
     {"needs", JobValue::task_names, false, "The tasks that must have ended before this one begins."},
     {"when", JobValue::when, false,
      "What must have become of them: success of all (when not given), failure of one, or always, whatever it was."},
     {"if", JobValue::expression, false,
      "A condition, such as tasks.list.outputs.count > 0: if it is false, the task is skipped."},
     {"foreach", JobValue::for_each, false,
      "A list: the task runs once for each of its items, ${{ item }}, and puts out lists."},
     {"scopes", JobValue::scopes, false,
      "The scopes of the task's tokens by resource server, in place of those that its type declares there."},
     {"files", JobValue::files, false,
      "What the task may touch of the files that its type declares: none, or these. All of them when not given."},
     {"working_directory", JobValue::path, false,
      "Where the task starts, and what it may write. A directory of its own, removed afterwards, when not given."},
     // What follows may also stand in a job's defaults.
     {"retry", JobValue::retry, false, "Whether the task is tried again when it does not succeed."},
     {"time_limit", JobValue::duration, false, "How long an attempt may take, such as 5m or 2h30m."},
     {"grace", JobValue::duration, false, "What an attempt that is to end gets for cleaning up. 10s when not given."},
     {"limits", JobValue::limits, false, "What an attempt may use."},
     {"environment", JobValue::environment, false,
      "Variables for the task, which has hardly any otherwise; one without a value is passed on from errand's own."},
     {"provider", JobValue::provider, false, "The provider of access tokens for this task."},
     {"allow_scopes", JobValue::scope_list, false,
      "Scopes that the task may have beyond its own when a service asks for consent."}}};

/// How many of the keys of a task may stand in `defaults`: the last ones.
constexpr std::size_t kDefaultKeys = 7;

constexpr std::array<JobKey, 2> kForEachKeys = {
    {{"in", JobValue::list, true, "The list, or an expression that gives one."},
     {"max_parallel", JobValue::count, false, "How many items at once; as many as the job allows when not given."}}};

constexpr std::array<JobKey, 5> kLimitKeys = {
    {{"memory", JobValue::size, false, "Of all processes of an attempt together, such as 512MiB."},
     {"cpu_time", JobValue::duration, false, "Of all of them together, such as 10m."},
     {"open_files", JobValue::amount, false, "Of each process; 32 or more."},
     {"processes", JobValue::amount, false, "How many at once."},
     {"output", JobValue::size, false, "What an attempt may print and log, such as 10MiB."}}};

constexpr std::array<JobKey, 6> kJobParameterKeys = {
    {{"type", JobValue::type, false, "What it is: text when not given."},
     {"help", JobValue::text, false, "One sentence, for whoever runs the job."},
     {"required", JobValue::boolean, false, "Whether it must be given."},
     {"default", JobValue::any, false, "What it is when it is not given; of a secret: where that is."},
     {"allowed", JobValue::list, false, "What it may be."},
     {"secret", JobValue::boolean, false,
      "Whether only secret parameters of tasks can take it. It is given in a file, as where it is."}}};

constexpr std::array<JobKey, 2> kFilesKeys = {
    {{"read", JobValue::paths, false, "Files, and directories with all below them; relative to this file."},
     {"write", JobValue::paths, false,
      "The same, also to be read. What is not there is made; a directory ends in /."}}};

constexpr std::array<JobKey, 7> kRetryKeys = {
    {{"attempts", JobValue::count, true, "How many there may be, the first one included."},
     {"delay", JobValue::duration, false, "How long to wait before the second. 10s when not given."},
     {"backoff", JobValue::backoff, false,
      "How the wait grows from one to the next: twice as long each time, which is exponential and the default, linear, "
      "or constant."},
     {"max_delay", JobValue::duration, false, "The longest that a wait becomes. 5m when not given."},
     {"jitter", JobValue::fraction, false, "What part of a wait is left to chance, from 0 to 1. 0.2 when not given."},
     {"on", JobValue::retry_causes, false,
      "After which ends: service (one that could not be reached), time-limit, crash, failed. All of them when not "
      "given; refused credentials and mistakes in files never are."},
     {"time_limit", JobValue::duration, false,
      "How long all attempts, and the waits between them, may take together."}}};

// In the order of Type.
constexpr std::array<std::string_view, 11> kTypeWords = {"text", "integer", "number",   "boolean", "list", "map",
                                                         "url",  "path",    "duration", "size",    "any"};
constexpr std::array<std::string_view, 5> kStageWords = {"tasks", "on_success", "on_failure", "on_recovery", "always"};
constexpr std::array<std::string_view, 3> kWhenWords = {"success", "failure", "always"};
constexpr std::array<std::string_view, 4> kOverlapWords = {"skip", "queue", "replace", "allow"};
constexpr std::array<std::string_view, 3> kBackoffWords = {"constant", "linear", "exponential"};
constexpr std::array<std::string_view, 4> kRetryCauseWords = {"service", "time-limit", "crash", "failed"};

}  // namespace

std::span<const JobKey> job_keys() { return kJobKeys; }
std::span<const JobKey> fragment_keys() { return job_keys().last(kFragmentKeys); }
std::span<const JobKey> schedule_keys() { return kScheduleKeys; }
std::span<const JobKey> task_keys() { return kTaskKeys; }
std::span<const JobKey> files_keys() { return kFilesKeys; }
std::span<const JobKey> default_keys() { return task_keys().last(kDefaultKeys); }
std::span<const JobKey> for_each_keys() { return kForEachKeys; }
std::span<const JobKey> job_parameter_keys() { return kJobParameterKeys; }
std::span<const JobKey> limit_keys() { return kLimitKeys; }
std::span<const JobKey> retry_keys() { return kRetryKeys; }

std::span<const std::string_view> type_words() { return kTypeWords; }
std::span<const std::string_view> stage_words() { return kStageWords; }
std::span<const std::string_view> when_words() { return kWhenWords; }
std::span<const std::string_view> overlap_words() { return kOverlapWords; }
std::span<const std::string_view> backoff_words() { return kBackoffWords; }
std::span<const std::string_view> retry_cause_words() { return kRetryCauseWords; }

std::vector<std::string> names_of(std::span<const JobKey> keys) {
    std::vector<std::string> names;
    for (const JobKey& key : keys) names.emplace_back(key.name);
    return names;
}

}  // namespace errand

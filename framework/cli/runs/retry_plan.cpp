#include "cli/runs/retry_plan.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/error.hpp"
#include "base/suggestion.hpp"

namespace errand {

namespace {

/// `uses` of each of the run's tasks.
std::map<std::string, std::string> types_of(const Value& definition) {
    std::map<std::string, std::string> types;
    for (const Value& task : definition.find("tasks")->list())
        types.emplace(task.find("name")->text(), task.find("uses")->text());
    return types;
}

std::set<std::string> succeeded(const std::vector<TaskRecord>& tasks) {
    std::set<std::string> names;
    for (const TaskRecord& task : tasks)
        if (!task.key.item && task.state == "succeeded") names.insert(task.key.task);
    return names;
}

void require_task(const std::string& name, const JobDefinition& job) {
    std::vector<std::string> names;
    for (const TaskDefinition& task : job.tasks)
        if (task.stage == Stage::tasks) names.push_back(task.name);
    if (std::find(names.begin(), names.end(), name) == names.end())
        throw CommandError(ExitCode::usage,
                           "--from: the job '" + job.name + "' has no task '" + name + "'" + suggestion(name, names));
}

RetryPlan plan_of(const RunRecord& run, Store& store) {
    Value definition = store.definition(run.id);
    const Value* file = definition.find("file");
    if (!file)
        throw CommandError(ExitCode::usage, "the record of the run " + run.id + " does not say which file " + run.job +
                                                " was read from; begin a new one with errand run");
    GivenParameters given;
    if (run.parameters.is_map()) given.values = run.parameters.map();
    if (const Value* secrets = definition.find("secret_parameters")) given.secrets = secrets->map();
    return {run.id, file->text(), std::move(given), run.scheduled_for, std::move(definition), store.tasks(run.id)};
}

/// How many of the runs that it does over were lost, without another end between them, and itself.
std::int64_t times_lost(const RunRecord& run, Store& store) {
    std::int64_t times = 0;
    std::optional<RunRecord> lost = run;
    while (lost && lost->state == RunState::lost) {
        ++times;
        lost = lost->retry_of ? store.find_run(*lost->retry_of) : std::nullopt;
    }
    return times;
}

bool is_to_be_done_over(const RunRecord& run, Store& store) {
    const Value definition = store.definition(run.id);
    const Value* most = definition.find("retry_lost");
    return most && most->integer() > 0 && !store.retry_of(run.id) && times_lost(run, store) <= most->integer();
}

std::vector<RetryPlan> plan_lost(OpenedRecords& records) {
    HistoryFilter lost;
    lost.states = {RunState::lost};
    lost.limit = HistoryFilter::kLargestPage;
    std::vector<RetryPlan> plans;
    for (const RunRecord& run : records.store().history(lost)) {
        if (run.host_key != records.places().host_key() || !is_to_be_done_over(run, records.store())) continue;
        plans.push_back(plan_of(run, records.store()));
        plans.back().is_partial = true;
        plans.back().is_only_retry = true;
    }
    std::reverse(plans.begin(), plans.end());
    return plans;
}

}  // namespace

std::vector<RetryPlan> plan_retries(OpenedRecords& records, const RetryOptions& options) {
    if (options.lost) return plan_lost(records);
    if (options.run.empty())
        throw CommandError(ExitCode::usage,
                           "errand retry takes a run or a job, or --lost; errand history shows the runs");
    const RunRecord run = records.run(options.run);
    if (!is_final(run.state))
        throw CommandError(ExitCode::usage, "the run " + run.id + " of " + run.job + " is still " +
                                                std::string(to_string(run.state)) + "; to end it: errand cancel " +
                                                run.id);
    RetryPlan plan = plan_of(run, records.store());
    plan.is_partial = options.failed || !options.from.empty();
    plan.from = options.from;
    return {std::move(plan)};
}

std::vector<std::string> kept_tasks(const RetryPlan& plan, const JobDefinition& job) {
    std::vector<std::string> kept;
    if (!plan.is_partial) return kept;
    if (!plan.from.empty()) require_task(plan.from, job);
    const auto types = types_of(plan.definition);
    const std::set<std::string> done = succeeded(plan.tasks);
    std::set<std::string> done_over;
    for (const TaskDefinition& task : job.tasks) {
        if (task.stage != Stage::tasks) continue;
        const auto type = types.find(task.name);
        const bool is_same = type != types.end() && type->second == task.plugin + "." + task.type;
        const bool needs_one = std::any_of(task.needs.begin(), task.needs.end(),
                                           [&](const std::string& need) { return done_over.contains(need); });
        const bool is_kept = is_same && !needs_one && task.name != plan.from;
        if (is_kept) kept.push_back(task.name);
        if (!is_kept || !done.contains(task.name)) done_over.insert(task.name);
    }
    return kept;
}

}  // namespace errand

#include "cli/runs/new_run_of.hpp"

#include <algorithm>

#include "cli/run_values.hpp"
#include "runner/run_id.hpp"

namespace errand {

std::string next_run_id(Store& store, const Clock& clock) {
    HistoryFilter newest;
    newest.limit = 1;
    StoreTime time = clock.now();
    for (const RunRecord& run : store.history(newest))
        time = std::max(time, run.queued_at + std::chrono::milliseconds(1));
    return make_run_id(time);
}

NewRun new_run(const RunRequest& request, const Settings& settings, const RunRecords& places) {
    const std::vector<std::string>& pools = request.job.pools;
    NewRun run;
    run.id = request.run_id;
    run.job = request.job.name;
    run.scheduled_for = request.scheduled_for;
    run.overlap = request.job.overlap;
    for (const PoolSetting& pool : settings.pools)
        if (std::find(pools.begin(), pools.end(), pool.name) != pools.end())
            run.pools.push_back({pool.name, pool.size});
    run.host_name = places.host_name();
    run.host_key = places.host_key();
    run.trigger = request.scheduled_for ? "on schedule" : "by hand";
    run.parameters = request.parameters;
    run.definition = definition_of(request);
    return run;
}

bool has_failed_before(Store& store, const std::string& job) {
    const auto newest = [&](RunState state) {
        const auto run = store.last_run(job, state);
        return run ? run->id : std::string();
    };
    return std::max({newest(RunState::failed), newest(RunState::timed_out), newest(RunState::lost)}) >
           newest(RunState::succeeded);
}

}  // namespace errand

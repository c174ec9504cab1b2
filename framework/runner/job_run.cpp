#include "runner/job_run.hpp"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "base/error.hpp"

namespace errand {

namespace {

/// For each task its provider, null where it needs none.
std::vector<TokenProvider*> choose_providers(const JobDefinition& job, const std::vector<NamedProvider>& providers) {
    std::vector<TokenProvider*> chosen;
    for (const TaskDefinition& task : job.tasks)
        chosen.push_back(task.scopes.empty() ? nullptr
                                             : &choose_provider(providers, task.name, task.provider, task.scopes));
    return chosen;
}

}  // namespace

ExitCode RunResult::exit_code() const {
    ExitCode code = ExitCode::done;
    for (const TaskResult& task : tasks) code = more_important(code, errand::exit_code(task.attempt.state));
    return code;
}

RunResult run_job(const JobDefinition& job, const std::vector<NamedProvider>& providers, const LibraryLookup& library,
                  const AttemptSettings& settings, const AttemptWorld& world) {
    const std::vector<TokenProvider*> chosen = choose_providers(job, providers);
    const auto began = world.clock.steady_now();
    RunResult result{make_run_id(world.clock.now()), job.name, world.clock.now(), {}, {}};
    bool is_failing = false;
    for (std::size_t i = 0; i < job.tasks.size(); ++i) {
        const TaskDefinition& task = job.tasks[i];
        AttemptResult attempt{AttemptState::skipped, "not begun, since an earlier task did not succeed", {}, {}, 0};
        if (!is_failing) {
            world.observer.task_started(task);
            attempt = run_attempt({task, {job.name, task.name, result.run_id, 1, {}}, library(task.plugin), chosen[i]},
                                  settings, world);
        }
        is_failing = attempt.state != AttemptState::succeeded;
        world.observer.task_ended(task, attempt);
        result.tasks.push_back({task.name, std::move(attempt)});
    }
    result.duration = std::chrono::duration_cast<std::chrono::milliseconds>(world.clock.steady_now() - began);
    return result;
}

std::string make_run_id(Clock::CalendarTime now) {
    std::array<unsigned char, 3> random = {};
    if (getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size()))
        throw system_error("getrandom");
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    std::tm parts = {};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text = {};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ-", &parts);
    std::string id(text.data(), length);
    constexpr char kHex[] = "0123456789abcdef";
    for (const unsigned char byte : random) id += {kHex[byte >> 4], kHex[byte & 15]};
    return id;
}

}  // namespace errand

#include "runner/job_run.hpp"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>
#include <ctime>
#include <list>

#include "base/error.hpp"
#include "base/poll_set.hpp"
#include "base/units.hpp"
#include "runner/task_graph.hpp"
#include "runner/task_run.hpp"

namespace errand {

namespace {

using std::chrono::milliseconds;

/// For each task its provider, null where it needs none.
std::vector<TokenProvider*> choose_providers(const JobDefinition& job, const std::vector<NamedProvider>& providers) {
    std::vector<TokenProvider*> chosen;
    for (const TaskDefinition& task : job.tasks)
        chosen.push_back(task.scopes.empty() ? nullptr
                                             : &choose_provider(providers, task.name, task.provider, task.scopes));
    return chosen;
}

/// A run while it is under way: one loop around one poll(2).
class JobRun {
public:
    JobRun(const JobDefinition& job, const std::vector<NamedProvider>& providers, const LibraryLookup& library,
           const AttemptSettings& settings, const RunWorld& world)
        : job_(job),
          providers_(choose_providers(job, providers)),
          library_(library),
          settings_(settings),
          world_(world),
          background_(world.give_up),
          attempts_world_{world.spawner, world.clock, world.observer, background_, world.redactor, world.read_secret},
          began_(world.clock.steady_now()),
          result_{make_run_id(world.clock.now()), job.name, world.clock.now(), {}, {}},
          graph_(job.tasks) {
        for (const TaskDefinition& task : job.tasks) result_.tasks.push_back({task.name, {}, 0});
    }

    RunResult run() {
        for (begin_tasks(); !graph_.is_over(); begin_tasks()) {
            wait();
            handle_stop_signals();
            handle_time_limit();
            for (Running& running : running_) running.run.proceed(waits_);
            end_tasks();
        }
        // As much as goes without waiting for a reader.
        write_output();
        result_.duration = std::chrono::duration_cast<milliseconds>(world_.clock.steady_now() - began_);
        return std::move(result_);
    }

private:
    struct Running {
        Running(std::size_t index, AttemptRequest request, const AttemptSettings& settings, const AttemptWorld& world)
            : task(index), run(std::move(request), settings, world) {}

        const std::size_t task;
        TaskRun run;
    };

    void begin_tasks() {
        while (running_.size() < job_.max_parallel) {
            const auto step = graph_.next();
            if (!step) return;
            if (step->skipped_since)
                record(step->task, {AttemptState::skipped, *step->skipped_since, {}, {}, 0}, 0);
            else
                begin(step->task);
        }
    }

    void begin(std::size_t index) {
        const TaskDefinition& task = job_.tasks[index];
        const RunFacts facts{job_.name, task.name, result_.run_id, 1, {}};
        running_.emplace_back(index, AttemptRequest{task, facts, library_(task.plugin), providers_[index]}, settings_,
                              attempts_world_);
    }

    /// Until something happens, with room made in the log and in what the tasks print as its readers take it.
    void wait() {
        OutletBuffer& log = world_.observer.log_outlet();
        OutletBuffer& output = world_.observer.output_outlet();
        waits_.clear();
        waits_.add(world_.stop.fd());
        const std::size_t log_place = waits_.add(log.wanted(), POLLOUT);
        const std::size_t output_place = waits_.add(output.wanted(), POLLOUT);
        for (Running& running : running_) running.run.add_waits(waits_);
        waits_.wait(std::chrono::ceil<milliseconds>(wake_at() - world_.clock.steady_now()));
        if (waits_.is_ready(log_place)) log.write();
        if (waits_.is_ready(output_place)) write_output();
    }

    void write_output() {
        OutletBuffer& output = world_.observer.output_outlet();
        world_.observer.will_print();
        output.write();
        if (output.error() == 0 || has_lost_output_) return;
        has_lost_output_ = true;
        world_.observer.output_failed(output.error());
    }

    Clock::SteadyTime wake_at() const {
        Clock::SteadyTime next = Clock::SteadyTime::max();
        if (job_.time_limit && !has_timed_out_) next = began_ + *job_.time_limit;
        for (const Running& running : running_) next = std::min(next, running.run.wake_at());
        return next;
    }

    void handle_stop_signals() {
        while (const int signal = world_.stop.take()) {
            const std::string why = std::string("cancelled by SIG") + sigabbrev_np(signal);
            graph_.stop("not begun, since the run was " + why);
            for (Running& running : running_) running.run.cancel(why);
        }
    }

    void handle_time_limit() {
        if (!job_.time_limit || has_timed_out_ || world_.clock.steady_now() < began_ + *job_.time_limit) return;
        has_timed_out_ = true;
        const std::string why = "the run was not done within its time limit of " + format_duration(*job_.time_limit);
        graph_.stop("not begun, since " + why);
        for (Running& running : running_) running.run.time_out(why);
    }

    void end_tasks() {
        running_.remove_if([this](const Running& running) {
            if (!running.run.is_over()) return false;
            graph_.end(running.task, running.run.result().state);
            record(running.task, running.run.result(), running.run.attempts());
            return true;
        });
    }

    void record(std::size_t index, AttemptResult result, int attempts) {
        world_.observer.task_ended(job_.tasks[index], result, attempts);
        result_.tasks[index].attempt = std::move(result);
        result_.tasks[index].attempts = attempts;
    }

    const JobDefinition& job_;
    const std::vector<TokenProvider*> providers_;
    const LibraryLookup& library_;
    const AttemptSettings& settings_;
    const RunWorld& world_;
    BackgroundWork background_;
    const AttemptWorld attempts_world_;
    const Clock::SteadyTime began_;
    RunResult result_;
    TaskGraph graph_;
    std::list<Running> running_;
    PollSet waits_;
    bool has_timed_out_ = false;
    bool has_lost_output_ = false;
};

}  // namespace

ExitCode RunResult::exit_code() const {
    ExitCode code = ExitCode::done;
    for (const TaskResult& task : tasks) code = more_important(code, errand::exit_code(task.attempt.state));
    return code;
}

RunResult run_job(const JobDefinition& job, const std::vector<NamedProvider>& providers, const LibraryLookup& library,
                  const AttemptSettings& settings, const RunWorld& world) {
    return JobRun(job, providers, library, settings, world).run();
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

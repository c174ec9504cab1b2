#include "runner/job_run.hpp"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <list>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>

#include "base/error.hpp"
#include "base/poll_set.hpp"
#include "base/units.hpp"
#include "job/fill_in.hpp"
#include "runner/item_results.hpp"
#include "runner/run_scope.hpp"
#include "runner/store_journal.hpp"
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
    JobRun(const RunRequest& request, const std::vector<NamedProvider>& providers, const LibraryLookup& library,
           const AttemptSettings& settings, const RunWorld& world)
        : request_(request),
          job_(request.job),
          providers_(choose_providers(job_, providers)),
          library_(library),
          settings_(settings),
          world_(world),
          background_(world.give_up),
          attempts_world_{world.spawner, world.clock,    world.observer,   world.journal,
                          background_,   world.redactor, world.read_secret},
          began_(world.clock.steady_now()),
          result_{request.run_id, job_.name, world.clock.now(), {}, {}},
          scope_(request) {
        for (const TaskDefinition& task : job_.tasks) {
            AttemptResult none;
            none.message = "not begun, as the run did not end in a way that it is for";
            result_.tasks.push_back({task.name, std::move(none), 0, task.stage});
        }
    }

    RunResult run() {
        run_stage(Stage::tasks);
        const ExitCode code = result_.exit_code();
        scope_.set_outcome(to_string(run_state_of(code)), result_.reason());
        is_work_done_ = true;
        for (const Stage stage : stages_after(code))
            if (stage == Stage::always || !is_cancelled_) run_stage(stage);
        // As much as goes without waiting for a reader.
        write_output();
        result_.duration = std::chrono::duration_cast<milliseconds>(world_.clock.steady_now() - began_);
        return std::move(result_);
    }

private:
    std::vector<Stage> stages_after(ExitCode code) const {
        if (code != ExitCode::done) return {Stage::on_failure, Stage::always};
        if (request_.has_failed_before) return {Stage::on_success, Stage::on_recovery, Stage::always};
        return {Stage::on_success, Stage::always};
    }

    void run_stage(Stage stage) {
        const auto is_of_stage = [&](const TaskDefinition& task) { return task.stage == stage; };
        const auto first = std::find_if(job_.tasks.begin(), job_.tasks.end(), is_of_stage);
        const auto end = std::find_if_not(first, job_.tasks.end(), is_of_stage);
        first_ = static_cast<std::size_t>(first - job_.tasks.begin());
        graph_.emplace(std::span(first, end));
        if (first != end) world_.observer.stage_begins(static_cast<std::size_t>(end - first));
        for (begin_tasks(); !graph_->is_over(); begin_tasks()) {
            wait();
            handle_stop_signals();
            handle_journal();
            handle_time_limit();
            for (Running& running : running_) running.run.proceed(waits_);
            end_tasks();
        }
    }

    struct Running {
        Running(std::size_t index, TaskDefinition task, const AttemptRequest& request, const AttemptSettings& settings,
                const AttemptWorld& world)
            : place(index),
              definition(std::move(task)),
              run({definition, request.environment, request.run, request.library, request.provider, request.checkpoint},
                  settings, world) {}

        /// Among the job's tasks.
        const std::size_t place;
        const TaskDefinition definition;
        TaskRun run;
    };

    void begin_tasks() {
        while (running_.size() < job_.max_parallel && (begin_item() || begin_task())) {
        }
    }

    /// Whether there was one.
    bool begin_item() {
        for (auto& [place, items] : items_)
            if (const auto index = items.begin_next()) {
                TaskDefinition task = job_.tasks[place];
                task.item = {*index, items.item(*index)};
                if (const auto earlier = request_.earlier.result(task))
                    end(place, task, *earlier, 0);
                else
                    begin(place, std::move(task), scope_.names_for(items.item(*index), *index));
                return true;
            }
        return false;
    }

    /// Whether there was one, be it that it is skipped.
    bool begin_task() {
        const auto step = graph_->next();
        if (!step) return false;
        const std::size_t place = first_ + step->task;
        const TaskDefinition& task = job_.tasks[place];
        if (step->skipped_since) {
            record(place, {AttemptState::skipped, *step->skipped_since, {}, {}, 0}, 0);
        } else if (auto earlier = request_.earlier.result(task)) {
            end_task(place, *std::move(earlier), 0);
        } else if (task.condition || task.for_each) {
            begin_on_condition(place);
        } else {
            begin(place, task, scope_.names());
        }
        return true;
    }

    void begin_on_condition(std::size_t place) {
        const TaskDefinition& task = job_.tasks[place];
        try {
            if (!is_wanted(task, scope_.names()))
                return end_task(
                    place, {AttemptState::skipped, "its condition is false: " + task.condition->text(), {}, {}, 0}, 0);
            if (!task.for_each) return begin(place, task, scope_.names());
            const Value::List items = items_of(*task.for_each, scope_.names());
            world_.observer.items_begin(task, items.size());
            const auto [results, is_new] =
                items_.emplace(place, ItemResults(*task.for_each, items, world_.clock.steady_now()));
            world_.journal.task_begins(task);
            if (results->second.is_over()) end_items(place);
        } catch (const std::runtime_error& error) {
            end_task(place, {AttemptState::misconfigured, error.what(), {}, {}, 0}, 0);
        }
    }

    void begin(std::size_t place, TaskDefinition task, const Value::Map& names) {
        try {
            TaskDefinition filled = filled_in(task, names);
            filled.secrets = secrets_of(task, request_);
            const AttemptRequest attempt{task,
                                         environment_of(task, request_, names),
                                         {job_.name, task.name, result_.run_id, 1, request_.scheduled_for},
                                         library_(task.plugin),
                                         providers_[place],
                                         request_.earlier.checkpoint(task)};
            world_.journal.task_begins(task);
            running_.emplace_back(place, std::move(filled), attempt, settings_, attempts_world_);
        } catch (const std::runtime_error& error) {
            end(place, task, {AttemptState::misconfigured, error.what(), {}, {}, 0}, 0);
        }
    }

    /// Until something happens, with room made in the log and in what the tasks print as its readers take it.
    void wait() {
        // First: it may print.
        const Clock::SteadyTime look_at = world_.observer.about_to_wait();
        OutletBuffer& log = world_.observer.log_outlet();
        OutletBuffer& output = world_.observer.output_outlet();
        waits_.clear();
        waits_.add(world_.stop.fd());
        waits_.add(world_.journal.descriptor());
        const std::size_t log_place = waits_.add(log.wanted(), POLLOUT);
        const std::size_t output_place = waits_.add(output.wanted(), POLLOUT);
        for (Running& running : running_) running.run.add_waits(waits_);
        waits_.wait(std::chrono::ceil<milliseconds>(std::min(wake_at(), look_at) - world_.clock.steady_now()));
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
        if (job_.time_limit && !has_timed_out_ && !is_work_done_) next = began_ + *job_.time_limit;
        for (const Running& running : running_) next = std::min(next, running.run.wake_at());
        return next;
    }

    void handle_stop_signals() {
        while (const int signal = world_.stop.take()) cancel(std::string("cancelled by SIG") + sigabbrev_np(signal));
    }

    void handle_journal() {
        const RunJournal::News news = world_.journal.take_news();
        if (news.trouble) world_.observer.troubled(*news.trouble);
        if (news.cancellation) cancel(*news.cancellation);
    }

    void cancel(const std::string& why) {
        is_cancelled_ = true;
        stop("not begun, since the run was " + why);
        for (Running& running : running_) running.run.cancel(why);
    }

    void handle_time_limit() {
        if (!job_.time_limit || has_timed_out_ || is_work_done_ ||
            world_.clock.steady_now() < began_ + *job_.time_limit)
            return;
        has_timed_out_ = true;
        const std::string why = "the run was not done within its time limit of " + format_duration(*job_.time_limit);
        stop("not begun, since " + why);
        for (Running& running : running_) running.run.time_out(why);
    }

    void stop(const std::string& why) {
        graph_->stop(why);
        std::vector<std::size_t> over;
        for (auto& [place, items] : items_) {
            items.stop();
            // None of its items is under way that would end it.
            if (items.is_over()) over.push_back(place);
        }
        for (const std::size_t place : over) end_items(place);
    }

    void end_tasks() {
        // Taken out first: what ends may be the last item, and others begin then.
        std::list<Running> ended;
        for (auto running = running_.begin(); running != running_.end();) {
            const auto next = std::next(running);
            if (running->run.is_over()) ended.splice(ended.end(), running_, running);
            running = next;
        }
        for (const Running& running : ended)
            end(running.place, running.definition, running.run.result(), running.run.attempts());
    }

    /// Of a task, or an item of one.
    void end(std::size_t place, const TaskDefinition& task, const AttemptResult& result, int attempts) {
        if (!task.item) return end_task(place, result, attempts);
        world_.observer.task_ended(task, result, attempts);
        world_.journal.task_ended(task, result);
        result_.tasks[place].attempts += attempts;
        ItemResults& items = items_.at(place);
        items.end(task.item->index, result);
        if (items.is_over()) end_items(place);
    }

    void end_items(std::size_t place) {
        AttemptResult result = items_.at(place).result(world_.clock.steady_now());
        items_.erase(place);
        end_task(place, std::move(result), result_.tasks[place].attempts);
    }

    void end_task(std::size_t place, AttemptResult result, int attempts) {
        graph_->end(place - first_, result.state);
        record(place, std::move(result), attempts);
    }

    void record(std::size_t place, AttemptResult result, int attempts) {
        world_.observer.task_ended(job_.tasks[place], result, attempts);
        world_.journal.task_ended(job_.tasks[place], result);
        scope_.add(job_.tasks[place].name, result);
        result_.tasks[place].attempt = std::move(result);
        result_.tasks[place].attempts = attempts;
    }

    const RunRequest& request_;
    const JobDefinition& job_;
    const std::vector<TokenProvider*> providers_;
    const LibraryLookup& library_;
    const AttemptSettings& settings_;
    const RunWorld& world_;
    BackgroundWork background_;
    const AttemptWorld attempts_world_;
    const Clock::SteadyTime began_;
    RunResult result_;
    RunScope scope_;
    /// Of the stage that is under way, and where that begins among the job's tasks.
    std::optional<TaskGraph> graph_;
    std::size_t first_ = 0;
    std::list<Running> running_;
    /// By place, of tasks for the items of a list that are under way.
    std::map<std::size_t, ItemResults> items_;
    PollSet waits_;
    /// The time limit of the run is for its work, not for what follows from that.
    bool is_work_done_ = false;
    bool is_cancelled_ = false;
    bool has_timed_out_ = false;
    bool has_lost_output_ = false;
};

}  // namespace

RunResult run_job(const RunRequest& request, const std::vector<NamedProvider>& providers, const LibraryLookup& library,
                  const AttemptSettings& settings, const RunWorld& world) {
    return JobRun(request, providers, library, settings, world).run();
}

}  // namespace errand

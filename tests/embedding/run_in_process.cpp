// Runs a job from within a program: with a store, a clock and an eye on it of the program's own.
//
//   run_in_process ERRAND_TASK PLUGINS MODULES DIRECTORY
//
// ERRAND_TASK is errand's program for tasks, PLUGINS a directory of plugins, MODULES that of errand's modules, and
// DIRECTORY where the store, the logs and the working directories of attempts go.
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "base/process_tree.hpp"
#include "catalog/plugin_catalog.hpp"
#include "config/job_reader.hpp"
#include "protocol/forking_spawner.hpp"
#include "runner/job_run.hpp"
#include "runner/run_id.hpp"
#include "runner/store_journal.hpp"
#include "store/store.hpp"

namespace {

namespace fs = std::filesystem;

constexpr char kJob[] = R"(
name: greet
parameters:
  whom: {required: true}
tasks:
  - name: say
    uses: probe.echo
    with: {text: "Hello ${{ params.whom }}, it is ${{ date(run.scheduled_for, '%A') }}"}
  - name: again
    needs: [say]
    uses: probe.echo
    with: {text: "${{ tasks.say.outputs.seen.parameters.text }} again"}
)";

/// A clock whose calendar stands still, as in a test or a replay; time limits count real time.
class StoppedCalendar final : public errand::Clock {
public:
    explicit StoppedCalendar(CalendarTime now) : now_(now) {}

    CalendarTime now() const override { return now_; }
    SteadyTime steady_now() const override { return std::chrono::steady_clock::now(); }
    void sleep_for(std::chrono::milliseconds duration) const override { errand::SystemClock().sleep_for(duration); }

private:
    const CalendarTime now_;
};

/// Says how each task ended.
class Spectator final : public errand::RunObserver {
public:
    void stage_begins(std::size_t) override {}
    void items_begin(const errand::TaskDefinition&, std::size_t) override {}
    void attempt_started(const errand::TaskDefinition&, int) override {}
    void retry_planned(const errand::TaskDefinition&, int, const errand::AttemptResult&,
                       std::chrono::milliseconds) override {}
    void progressed(const errand::TaskDefinition&, const errand::Progress&) override {}
    void logged(const errand::TaskDefinition&, errand::LogLevel, std::string_view) override {}
    void task_ended(const errand::TaskDefinition& task, const errand::AttemptResult& result, int) override {
        std::cout << display_name(task) << ' ' << state_name(result.state) << std::endl;
    }
    void troubled(std::string_view what) override { std::cerr << what << std::endl; }
    errand::Clock::SteadyTime about_to_wait() override { return errand::Clock::SteadyTime::max(); }
    errand::OutletBuffer& output_outlet() override { return output_; }
    void will_print() override {}
    void output_failed(int) override {}
    errand::OutletBuffer& log_outlet() override { return log_; }

private:
    errand::OutletBuffer output_{1};
    errand::OutletBuffer log_{2};
};

/// What became of it, from the program's own store.
void tell(errand::Store& store, const std::string& run) {
    const errand::RunRecord record = store.find_run(run).value();
    std::cout << "recorded: " << to_string(record.state) << ", " << store.attempts(run).size() << " attempts\n";
}

int run(const fs::path& task_program, const fs::path& plugins, const fs::path& modules, const fs::path& directory) {
    // What tasks leave behind is handed to this process, which ends it.
    errand::adopt_orphans();
    errand::StopSignals stop;
    const StoppedCalendar clock(std::chrono::system_clock::from_time_t(1'772'344'800));
    errand::PosixSpawner spawner;
    errand::PluginDescriber describer(task_program, spawner);
    const errand::DescriptionCache cache(directory / "descriptions");
    errand::PluginCatalog catalog({plugins}, describer, cache);
    const errand::JobDefinition job = errand::read_job(kJob, "greet.yaml", {catalog, {}});

    errand::RunRequest request{job, errand::make_run_id(clock.now())};
    request.parameters = {{"whom", "Ada"}};
    request.scheduled_for = clock.now();
    request.environment = [](const std::string&) { return std::nullopt; };

    const auto store = errand::open_store({(directory / "runs.db").string(), {}, modules}, clock);
    errand::NewRun new_run;
    new_run.id = request.run_id;
    new_run.job = job.name;
    new_run.scheduled_for = request.scheduled_for;
    new_run.host_name = new_run.host_key = "example";
    if (store->begin_run(new_run).answer != errand::Admission::Answer::started) return 75;

    errand::RunRecorder recorder(*store, request.run_id);
    errand::StoreJournal journal(recorder, clock);
    Spectator spectator;
    errand::Redactor redactor;
    const errand::Event give_up;
    errand::ForkingSpawner tasks(task_program, spawner);
    errand::AttemptSettings settings;
    settings.task_program = task_program;
    settings.work_directory = directory / "work";
    const errand::RunResult result =
        errand::run_job(request, {}, [&](const std::string& plugin) { return catalog.library(plugin).value(); },
                        settings, {tasks, clock, spectator, journal, redactor, {}, stop, give_up});
    recorder.add(errand::RunEnded{errand::run_state_of(result.exit_code()), result.reason(), clock.now(),
                                  static_cast<int>(result.exit_code())});
    recorder.finish(std::chrono::seconds(30));
    tell(*store, request.run_id);
    return static_cast<int>(result.exit_code());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::cerr << "usage: run_in_process ERRAND_TASK PLUGINS MODULES DIRECTORY\n";
        return 64;
    }
    try {
        return run(argv[1], argv[2], argv[3], argv[4]);
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 70;
    }
}

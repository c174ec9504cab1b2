#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <ostream>

#include "base/error.hpp"
#include "base/landlock.hpp"
#include "base/units.hpp"
#include "cli/captured_output.hpp"
#include "cli/failure.hpp"
#include "cli/installation.hpp"
#include "cli/live/live_view.hpp"
#include "cli/providers.hpp"
#include "cli/run_records.hpp"
#include "cli/run_reporter.hpp"
#include "cli/runs/new_run_of.hpp"
#include "cli/runs/retention.hpp"
#include "cli/runs/retry_plan.hpp"
#include "cli/runs/run_plan.hpp"
#include "cli/sandbox_process.hpp"
#include "cli/secret_reader.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"
#include "cli/transport.hpp"
#include "config/load.hpp"
#include "config/locations.hpp"
#include "errand/json.hpp"
#include "http/make_http_client.hpp"
#include "protocol/forking_spawner.hpp"
#include "runner/admission_wait.hpp"
#include "runner/crashed_runs.hpp"
#include "runner/lost_runs.hpp"
#include "runner/run_directory.hpp"
#include "runner/run_id.hpp"
#include "runner/store_journal.hpp"
#include "runner/task_preview.hpp"
#include "schedule/time_text.hpp"

namespace errand {

namespace {

/// What a task finds in its environment, as far as it is set; all else stays with errand.
constexpr std::array kPassedOn = {"PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "TZ"};

std::map<std::string, std::string> task_environment(const Surroundings& surroundings) {
    std::map<std::string, std::string> environment;
    for (const char* name : kPassedOn)
        if (const auto value = surroundings.environment(name)) environment[name] = *value;
    return environment;
}

HttpClientSettings http_settings(HttpDefaults defaults, const Session& session, bool is_sandboxed, Logger& logger) {
    // A sandbox is on loopback, where no proxy is used: what is said of one does not matter.
    if (is_sandboxed) defaults.proxy.kind = ProxyDefaults::Kind::none;
    HttpClientSettings http = transport_settings(defaults, session.surroundings, logger, session.redactor);
    http.loopback_only = is_sandboxed;
    return http;
}

AttemptSettings attempt_settings(const Installation& installation, const HttpClientSettings& http,
                                 const std::filesystem::path& work_directory,
                                 const std::filesystem::path& log_directory, const Surroundings& surroundings) {
    const Limits& limits = installation.settings().limits;
    AttemptSettings settings;
    settings.task_program = installation.task_program();
    settings.work_directory = work_directory;
    settings.log_directory = log_directory;
    settings.environment = task_environment(surroundings);
    settings.http = task_limits(http, installation.settings().http.retries);
    settings.limits = limits.resources;
    settings.time_limit = limits.time_limit.value_or(std::chrono::milliseconds(0));
    settings.grace = limits.grace;
    return settings;
}

/// Says so before anything is begun if a task needs tokens and no configuration says from whom.
/// \throws CommandError
void require_configuration(const JobDefinition& job, const std::string& name, const Settings& settings) {
    if (settings.looked_for.empty()) return;
    for (const TaskDefinition& task : job.tasks)
        if (!task.scopes.empty())
            throw CommandError(ExitCode::configuration,
                               "task '" + task.name + "' needs tokens for " + task.scopes.front().resource_server +
                                   ", but " + no_config_file(settings.looked_for) +
                                   "; to try the job without one: errand run --sandbox " + name);
}

/// Says it if tasks that are to be shut in cannot be.
void warn_without_cage(const JobDefinition& job, Logger& logger) {
    const bool needs_none =
        std::all_of(job.tasks.begin(), job.tasks.end(), [](const auto& task) { return task.files.any; });
    if (!needs_none && landlock_version() == 0)
        logger.warning("tasks are not caged: this kernel has no Landlock, so they can open any file of the user");
}

/// How long the report of a run that was to end waits for a reader who takes nothing.
constexpr std::chrono::seconds kReaderPatience(5);

void print_report(Session& session, const Value& report) {
    session.out << to_json(report, JsonStyle::indented) << '\n';
}

/// What is printed nowhere until the run is over: the log of a run that is silent unless it fails, or what its tasks
/// print.
struct KeptText {
    CapturedOutput text;
    OutletBuffer outlet{text.descriptor()};
    std::ostream stream{&outlet};
};

/// Null where there is no terminal, or nothing is to be said.
std::unique_ptr<LiveView> make_view(const RunOptions& options, Session& session) {
    if (options.quiet || !is_terminal(STDERR_FILENO, session.surroundings.environment)) return nullptr;
    const bool is_output_shown = !options.json && is_terminal(STDOUT_FILENO, session.surroundings.environment);
    return std::make_unique<LiveView>(
        LiveScreen{session.err, session.err_outlet, is_output_shown ? &session.out_outlet : nullptr,
                   [] { return terminal_size(STDERR_FILENO); }},
        session.clock);
}

/// One run, from the command line to its report.
class RunCommand {
public:
    RunCommand(const RunOptions& options, std::optional<RetryPlan> retry, Session& session)
        : options_(options),
          retry_(std::move(retry)),
          session_(session),
          view_(make_view(options, session)),
          logger_(options.quiet ? kept_log_.emplace().stream
                  : view_       ? view_->above()
                                : session.err,
                  session.clock, session.verbose ? Severity::debug : Severity::info,
                  !options.quiet && wants_colour(STDERR_FILENO, session.surroundings.environment)),
          sandbox_(options.sandbox
                       ? std::make_unique<SandboxProcess>(session.prefix / "lib/errand/errand-sandbox", spawner_)
                       : nullptr),
          installation_(session, options.sandbox ? "sandbox" : ""),
          secrets_(session.surroundings, installation_.spawner(), session.redactor, give_up_.descriptor()),
          places_(session, installation_.settings(), options.sandbox),
          tasks_(installation_.task_program(), installation_.spawner()) {}
    ~RunCommand() {
        // stop_ is going, and signals do again what they always do.
        session_.err_outlet.wait();
        session_.out_outlet.wait();
    }
    RunCommand(const RunCommand&) = delete;
    RunCommand& operator=(const RunCommand&) = delete;

    ExitCode run() {
        const std::filesystem::path file = find_job(options_.job, installation_.settings());
        const JobDefinition job = installation_.job(file);
        RunRequest request = request_for(job, file);
        if (!options_.sandbox) require_configuration(job, options_.job, installation_.settings());
        warn_without_cage(job, logger_);
        const HttpClientSettings http =
            http_settings(installation_.settings().http, session_, options_.sandbox, logger_);
        const Providers providers = make_providers(http);
        if (options_.dry) return show_plan(request, providers.list());
        tasks_.prepare();
        RunReporter reporter(logger_, kept_log_ ? kept_log_->outlet : session_.err_outlet, output(), view_.get(),
                             session_.clock);
        session_.err_outlet.never_wait();
        session_.out_outlet.never_wait();
        clean_up();
        const std::unique_ptr<Store> store = places_.open(secrets_);
        tell_lost_runs(*store);
        request.has_failed_before = has_failed_before(*store, job.name);
        RunDirectory directory(places_.runs(), request.run_id);
        const Admission admission = begin_when_admitted(
            *store, new_run_of(request), session_.clock, stop_,
            [this](const std::string& reason) { logger_.info("queued: " + reason); }, [&] { tell_lost_runs(*store); });
        if (admission.answer != Admission::Answer::started) return not_started(request, admission);
        directory.keep();
        if (retry_) request.earlier = EarlierWork(store->tasks(request.run_id), store->checkpoints(request.run_id));
        RunRecorder recorder(*store, request.run_id);
        const RunResult result = recorded_run(request, providers, http, directory, reporter, recorder);
        ExitCode code = result.exit_code();
        if (reporter.has_lost_output()) code = more_important(code, ExitCode::state);
        if (!finish_record(recorder)) code = more_important(code, ExitCode::state);
        wait_for_readers(code);
        report(result);
        prune_now_and_then(*store, places_, installation_.settings().history, logger_);
        return stop_.take() == 0 ? code : more_important(code, ExitCode::cancelled);
    }

private:
    RunRequest request_for(const JobDefinition& job, const std::filesystem::path& file) const {
        ParameterCollector parameters(job);
        if (retry_) parameters.add_earlier(retry_->parameters);
        if (!options_.parameter_file.empty()) load_parameters(options_.parameter_file, parameters);
        for (const std::string& assignment : options_.parameters)
            parameters.add_assignment(assignment, session_.surroundings.working_directory);
        GivenParameters given = parameters.complete();
        return {.job = job,
                .run_id = make_run_id(session_.clock.now()),
                .job_file = std::filesystem::absolute(file).lexically_normal(),
                .parameters = std::move(given.values),
                .secret_parameters = std::move(given.secrets),
                .scheduled_for = retry_ ? retry_->scheduled_for : slot(),
                .environment = session_.surroundings.environment};
    }

    NewRun new_run_of(const RunRequest& request) const {
        NewRun run = new_run(request, installation_.settings(), places_);
        if (!retry_) return run;
        run.trigger = "by errand retry";
        run.retry_of = retry_->run;
        run.kept_tasks = kept_tasks(*retry_, request.job);
        return run;
    }

    /// \throws CommandError
    std::optional<Clock::CalendarTime> slot() const {
        if (options_.scheduled_for.empty()) return std::nullopt;
        if (options_.scheduled_for == "now") return std::chrono::floor<std::chrono::minutes>(session_.clock.now());
        if (const auto time = parse_time(options_.scheduled_for)) return *time;
        throw CommandError(ExitCode::usage,
                           "--scheduled-for takes now, or a time such as 2026-03-01T06:00:00Z, found '" +
                               options_.scheduled_for + "'");
    }

    ExitCode show_plan(const RunRequest& request, const std::vector<NamedProvider>& providers) {
        const TaskPreview preview(installation_.task_program(), tasks_, session_.redactor);
        const Value plan = plan_of(request, providers, [&](const TaskDefinition& task, const TokenProvider* provider) {
            return preview.ask({task,
                                *installation_.catalog().library(task.plugin),
                                {request.job.name, task.name, request.run_id, 1, request.scheduled_for},
                                provider});
        });
        if (options_.json)
            print_report(session_, plan);
        else
            print_plan(plan, session_.out);
        return has_problem(plan) ? ExitCode::configuration : ExitCode::done;
    }

    void clean_up() {
        const Leftovers found = clean_up_after_crashes(places_.work());
        if (found.directories + found.processes == 0) return;
        logger_.warning("a run was killed before it could clean up; its working directories were removed: " +
                        std::to_string(found.directories) +
                        ", and its processes ended: " + std::to_string(found.processes));
    }

    void tell_lost_runs(Store& store) {
        for (const std::string& run : mark_lost_runs(store, places_.host_key(), places_.runs(), places_.work()))
            logger_.warning("the run " + run + " is lost: its supervisor ended without a word");
    }

    /// What keeps a run from beginning is no failure, but for what asked it to end.
    ExitCode not_started(const RunRequest& request, const Admission& admission) {
        const bool is_cancelled = admission.answer == Admission::Answer::cancelled;
        const ExitCode code = is_cancelled ? ExitCode::cancelled : ExitCode::not_started;
        logger_.log(is_cancelled ? Severity::error : Severity::info, "not started: " + admission.reason);
        if (options_.quiet && is_cancelled) kept_log_->text.copy_to(session_.err);
        if (options_.json)
            print_report(session_, Value::Map{{"run_id", request.run_id},
                                              {"job", request.job.name},
                                              {"exit_code", static_cast<int>(code)},
                                              {"not_started", admission.reason}});
        return code;
    }

    /// A run that cannot go on is over all the same.
    RunResult recorded_run(const RunRequest& request, const Providers& providers, const HttpClientSettings& http,
                           const RunDirectory& directory, RunReporter& reporter, RunRecorder& recorder) {
        StoreJournal journal(recorder, session_.clock);
        const auto end = [&](ExitCode code, const std::string& reason) {
            recorder.add(RunEnded{run_state_of(code), reason, session_.clock.now(), static_cast<int>(code)});
        };
        try {
            RunResult result =
                run_job(request, providers.list(),
                        [this](const std::string& plugin) { return *installation_.catalog().library(plugin); },
                        attempt_settings(installation_, http, places_.work(), directory.path(), session_.surroundings),
                        {tasks_, session_.clock, reporter, journal, session_.redactor,
                         [this](const Value& reference) { return secret(reference); }, stop_, give_up_});
            end(result.exit_code(), result.reason());
            return result;
        } catch (const std::exception& error) {
            end(errand::exit_code(error), error.what());
            finish_record(recorder);
            throw;
        }
    }

    /// False if not all is recorded.
    bool finish_record(RunRecorder& recorder) {
        constexpr std::chrono::seconds kPatience(30);
        const std::size_t missing = recorder.finish(kPatience).size();
        const auto trouble = recorder.take_news().trouble;
        if (missing == 0) return true;
        logger_.error("the run's record is not complete, and says that it still runs until it is taken for lost: " +
                      trouble.value_or("the store did not answer in time"));
        return false;
    }

    /// A task that is tried out gets none that is real.
    Secret secret(const Value& reference) {
        if (options_.sandbox) return Secret("sandbox");
        return secrets_.read(reference);
    }

    /// For the token endpoint. It gives up when the run that waits for it is over.
    std::shared_ptr<HttpClient> make_client(HttpClientSettings settings) {
        settings.give_up_descriptor = give_up_.descriptor();
        const RetryPolicy retries{.max_retries = installation_.settings().http.retries};
        return make_http_client(std::move(settings), retries, session_.clock,
                                [this](std::chrono::milliseconds wait) { sleep(wait); });
    }

    void sleep(std::chrono::milliseconds wait) const {
        if (give_up_.wait_for(wait)) throw Cancelled("the run ended while a token was waited for");
    }

    Providers make_providers(const HttpClientSettings& http) {
        const ProvidersWorld world{
            session_.surroundings,
            session_.clock,
            logger_,
            session_.redactor,
            secrets_,
            [this, http, shared = make_client(http)](const std::string& certificate, const std::string& key) {
                return certificate.empty() ? shared : make_client(with_certificate(http, certificate, key));
            },
            [this](std::chrono::milliseconds wait) { sleep(wait); },
            cache_directory(session_.surroundings) / "tokens"};
        return sandbox_ ? Providers::of_sandbox(installation_.settings(), sandbox_->access(), world)
                        : Providers::configured(installation_.settings(), world);
    }

    OutletBuffer& output() {
        return options_.quiet || options_.json ? kept_output_.emplace().outlet : session_.out_outlet;
    }

    /// Nothing is left to be watched but for signals.
    void wait_for_readers(ExitCode code) {
        const bool was_to_end = code == ExitCode::cancelled || code == ExitCode::time_limit;
        const auto patience = was_to_end ? OutletBuffer::Patience(kReaderPatience) : OutletBuffer::Patience();
        session_.err_outlet.wait(stop_.fd(), patience);
        session_.out_outlet.wait(stop_.fd(), patience);
    }

    void report(const RunResult& result) {
        session_.err << std::flush;
        if (kept_output_) kept_output_->stream << std::flush;
        const bool is_silent = options_.quiet && result.exit_code() == ExitCode::done;
        if (is_silent) return;
        if (kept_log_) kept_log_->text.copy_to(session_.err);
        constexpr std::size_t kReportedOutput = std::size_t{1} << 20;
        if (options_.json)
            print_report(session_, to_value(result, kept_output_->text.text(kReportedOutput),
                                            kept_output_->text.size() > kReportedOutput));
        else if (kept_output_)
            kept_output_->text.copy_to(session_.out);
        session_.out << std::flush;
    }

    const RunOptions& options_;
    const std::optional<RetryPlan> retry_;
    Session& session_;
    /// First of all that may have threads.
    StopSignals stop_;
    const Event give_up_;
    std::optional<KeptText> kept_log_;
    const std::unique_ptr<LiveView> view_;
    StreamLogger logger_;
    PosixSpawner spawner_;
    /// Starts while the files are read, and before the installation adopts orphans.
    const std::unique_ptr<SandboxProcess> sandbox_;
    Installation installation_;
    const SecretReader secrets_;
    const RunRecords places_;
    ForkingSpawner tasks_;
    std::optional<KeptText> kept_output_;
};

}  // namespace

ExitCode run(const RunOptions& options, Session& session) try {
    return RunCommand(options, std::nullopt, session).run();
} catch (const std::exception& error) {
    if (options.json) print_report(session, to_value(error));
    throw;
}

namespace {

/// Of several, one that cannot be done over does not keep the others from it.
ExitCode do_over(RetryPlan plan, const RetryOptions& options, Session& session) try {
    const RunOptions run = {
        .job = plan.job_file, .sandbox = options.sandbox, .quiet = options.quiet, .json = options.json};
    return RunCommand(run, std::move(plan), session).run();
} catch (const std::exception& error) {
    if (!options.lost) throw;
    if (options.json) print_report(session, to_value(error));
    session.err << "errand: " << error.what() << '\n';
    return exit_code(error);
}

}  // namespace

ExitCode run(const RetryOptions& options, Session& session) try {
    std::vector<RetryPlan> plans = [&] {
        OpenedRecords records(session, options.sandbox);
        return plan_retries(records, options);
    }();
    ExitCode code = ExitCode::done;
    for (RetryPlan& plan : plans) {
        code = more_important(code, do_over(std::move(plan), options, session));
        if (code == ExitCode::cancelled) break;
    }
    return code;
} catch (const std::exception& error) {
    if (options.json) print_report(session, to_value(error));
    throw;
}

}  // namespace errand

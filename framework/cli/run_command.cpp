#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/error.hpp"
#include "cli/failure.hpp"
#include "cli/installation.hpp"
#include "cli/providers.hpp"
#include "cli/run_records.hpp"
#include "cli/run_reporter.hpp"
#include "cli/runs/new_run_of.hpp"
#include "cli/runs/retention.hpp"
#include "cli/runs/run_once.hpp"
#include "cli/runs/run_output.hpp"
#include "cli/runs/run_plan.hpp"
#include "cli/runs/run_settings.hpp"
#include "cli/sandbox_process.hpp"
#include "cli/secret_reader.hpp"
#include "cli/session.hpp"
#include "cli/transport.hpp"
#include "config/load.hpp"
#include "config/locations.hpp"
#include "http/make_http_client.hpp"
#include "protocol/forking_spawner.hpp"
#include "runner/admission_wait.hpp"
#include "runner/run_directory.hpp"
#include "runner/run_id.hpp"
#include "runner/store_journal.hpp"
#include "runner/task_preview.hpp"
#include "schedule/time_text.hpp"

namespace errand {

namespace {

/// One run, from the command line to its report.
class RunCommand {
public:
    RunCommand(const RunOptions& options, std::optional<RetryPlan> retry, Session& session,
               const TakeReport& take_report)
        : options_(options),
          retry_(std::move(retry)),
          session_(session),
          passed_parameters_(read_passed_parameters(options.parameter_file)),
          output_(options, session, take_report),
          sandbox_(options.sandbox
                       ? std::make_unique<SandboxProcess>(session.prefix / "lib/errand/errand-sandbox", spawner_)
                       : nullptr),
          installation_(session, options.sandbox ? "sandbox" : ""),
          secrets_(session.surroundings, installation_.spawner(), session.redactor, give_up_.descriptor()),
          places_(session, installation_.settings(), options.sandbox),
          tasks_(installation_.task_program(), installation_.spawner()) {}

    ExitCode run() {
        const std::filesystem::path file = find_job(options_.job, installation_.settings());
        const JobDefinition job = installation_.job(file);
        RunRequest request = request_for(job, file);
        if (!options_.sandbox) require_configuration(job, options_.job, installation_.settings());
        warn_without_cage(job, output_.logger());
        const HttpClientSettings http =
            http_settings(installation_.settings().http, session_, options_.sandbox, output_.logger());
        const Providers providers = make_providers(http);
        if (options_.dry) return show_plan(request, providers.list());
        tasks_.prepare();
        RunReporter reporter(output_.logger(), output_.log_outlet(), output_.task_outlet(), output_.view(),
                             session_.clock);
        output_.never_wait();
        const std::unique_ptr<Store> store = places_.open(secrets_);
        settle_crashed_runs(*store);
        request.run_id = next_run_id(*store, session_.clock);
        RunDirectory directory(places_.runs(), request.run_id);
        const Admission admission = begin_when_admitted(
            *store, new_run_of(request),
            {places_.clock(), stop_, [this](const std::string& reason) { output_.logger().info("queued: " + reason); },
             [this](const std::string& news) { output_.logger().warning(news); },
             [&] { settle_crashed_runs(*store); }});
        if (admission.answer != Admission::Answer::started) return not_started(request, admission);
        directory.keep();
        look_back(request, *store);
        RunRecorder recorder(*store, request.run_id);
        const RunResult result = recorded_run(request, providers, http, directory, reporter, recorder);
        ExitCode code = result.exit_code();
        if (reporter.has_lost_output()) code = more_important(code, ExitCode::state);
        if (!finish_record(recorder)) code = more_important(code, ExitCode::state);
        output_.wait_for_readers(code, stop_.fd());
        output_.report(result, retry_ ? retry_->run : "");
        prune_now_and_then(*store, places_, installation_.settings().history, output_.logger());
        return stop_.take() == 0 ? code : more_important(code, ExitCode::cancelled);
    }

private:
    /// A run that is to begin gets another id, which sorts behind those of the runs that are there.
    RunRequest request_for(const JobDefinition& job, const std::filesystem::path& file) const {
        ParameterCollector parameters(job);
        if (retry_) parameters.add_earlier(retry_->parameters);
        if (passed_parameters_)
            parameters.add_file(*passed_parameters_,
                                (session_.surroundings.working_directory / "--params-file").string());
        else if (!options_.parameter_file.empty())
            load_parameters(options_.parameter_file, parameters);
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
        run.is_only_retry = retry_->is_only_retry;
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

    void settle_crashed_runs(Store& store) {
        for (const std::string& told : errand::settle_crashed_runs(places_, store)) output_.logger().warning(told);
    }

    /// What keeps a run from beginning is no failure, but for what asked it to end.
    ExitCode not_started(const RunRequest& request, const Admission& admission) {
        using Answer = Admission::Answer;
        const bool is_cancelled = admission.answer == Answer::cancelled;
        const bool is_recorded =
            admission.answer != Answer::slot_taken && !(retry_ && admission.answer == Answer::skipped);
        const ExitCode code = is_cancelled ? ExitCode::cancelled : ExitCode::not_started;
        Value::Map report{{"run_id", is_recorded ? Value(request.run_id) : Value()},
                          {"job", request.job.name},
                          {"exit_code", static_cast<int>(code)},
                          {"not_started", admission.reason},
                          {"other_run", admission.other_run.empty() ? Value() : Value(admission.other_run)}};
        if (retry_) report["retry_of"] = retry_->run;
        output_.report_not_started(std::move(report), admission.reason, is_cancelled);
        return code;
    }

    /// What a run that begins is to know of those before it; one that cannot have it is over.
    void look_back(RunRequest& request, Store& store) {
        try {
            request.has_failed_before = has_failed_before(store, request.job.name);
            if (retry_) request.earlier = EarlierWork(store.tasks(request.run_id), store.checkpoints(request.run_id));
        } catch (const std::exception& error) {
            RunRecorder recorder(store, request.run_id);
            record_failure(recorder, error);
            throw;
        }
    }

    /// A run that cannot go on is over all the same.
    RunResult recorded_run(const RunRequest& request, const Providers& providers, const HttpClientSettings& http,
                           const RunDirectory& directory, RunReporter& reporter, RunRecorder& recorder) {
        StoreJournal journal(recorder, places_.clock());
        try {
            RunResult result =
                run_job(request, providers.list(),
                        [this](const std::string& plugin) { return *installation_.catalog().library(plugin); },
                        attempt_settings(installation_, http, places_.work(), directory.path(), session_.surroundings),
                        {tasks_, session_.clock, reporter, journal, session_.redactor,
                         [this](const Value& reference) { return secret(reference); }, stop_, give_up_});
            record_end(recorder, result.exit_code(), result.reason());
            return result;
        } catch (const std::exception& error) {
            record_failure(recorder, error);
            throw;
        }
    }

    void record_end(RunRecorder& recorder, ExitCode code, const std::string& reason) {
        recorder.add(RunEnded{run_state_of(code), reason, places_.clock().now(), static_cast<int>(code)});
    }

    void record_failure(RunRecorder& recorder, const std::exception& error) {
        record_end(recorder, errand::exit_code(error), error.what());
        finish_record(recorder);
    }

    /// False if not all is recorded.
    bool finish_record(RunRecorder& recorder) {
        constexpr std::chrono::seconds kPatience(30);
        if (recorder.finish(kPatience).empty()) {
            if (const auto news = recorder.take_news().trouble) output_.logger().warning(*news);
            return true;
        }
        const std::string trouble = recorder.trouble();
        output_.logger().error(
            "the run's record is not complete, and says that it still runs until it is taken for lost: " +
            (trouble.empty() ? "the store did not answer in time" : trouble));
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
            output_.logger(),
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

    const RunOptions& options_;
    const std::optional<RetryPlan> retry_;
    Session& session_;
    /// Read while a signal still ends errand, for who writes them may take his time.
    const std::optional<std::string> passed_parameters_;
    /// First of all that may have threads.
    StopSignals stop_;
    const Event give_up_;
    RunOutput output_;
    PosixSpawner spawner_;
    /// Starts while the files are read, and before the installation adopts orphans.
    const std::unique_ptr<SandboxProcess> sandbox_;
    Installation installation_;
    const SecretReader secrets_;
    const RunRecords places_;
    ForkingSpawner tasks_;
};

}  // namespace

ExitCode run_once(const RunOptions& options, std::optional<RetryPlan> retry, Session& session,
                  const TakeReport& take_report) {
    return RunCommand(options, std::move(retry), session, take_report).run();
}

ExitCode run(const RunOptions& options, Session& session) {
    return run_once(options, std::nullopt, session, [&](const Value& report) { print_report(session, report); });
}

}  // namespace errand

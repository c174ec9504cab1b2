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
#include "cli/installation.hpp"
#include "cli/providers.hpp"
#include "cli/run_reporter.hpp"
#include "cli/sandbox_process.hpp"
#include "cli/secret_reader.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"
#include "cli/transport.hpp"
#include "config/load.hpp"
#include "config/locations.hpp"
#include "errand/json.hpp"
#include "http/make_http_client.hpp"
#include "runner/crashed_runs.hpp"

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
                                 const std::filesystem::path& work_directory, const Surroundings& surroundings) {
    const Limits& limits = installation.settings().limits;
    AttemptSettings settings;
    settings.task_program = installation.task_program();
    settings.work_directory = work_directory;
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

/// Makes `directory` unless it is there. \throws CommandError with ExitCode::state if it cannot be used.
void require_directory(const std::filesystem::path& directory) {
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (!error && ::access(directory.c_str(), W_OK | X_OK) != 0) error = system_error(directory.string()).code();
    if (error)
        throw CommandError(ExitCode::state, "the state directory " + directory.string() +
                                                " cannot be used: " + error.message() +
                                                "; let the user that errand runs as write there, or set "
                                                "STATE_DIRECTORY to a directory of that user");
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

/// One run, from the command line to its report.
class RunCommand {
public:
    RunCommand(const RunOptions& options, Session& session)
        : options_(options),
          session_(session),
          logger_(options.quiet ? kept_log_.emplace().stream : session.err, session.clock,
                  session.verbose ? Severity::debug : Severity::info,
                  !options.quiet && wants_colour(STDERR_FILENO, session.surroundings.environment)),
          sandbox_(options.sandbox
                       ? std::make_unique<SandboxProcess>(session.prefix / "lib/errand/errand-sandbox", spawner_)
                       : nullptr),
          installation_(session, options.sandbox ? "sandbox" : ""),
          secrets_(session.surroundings, installation_.spawner(), session.redactor, give_up_.descriptor()) {}
    ~RunCommand() {
        // stop_ is going, and signals do again what they always do.
        session_.err_outlet.wait();
        session_.out_outlet.wait();
    }
    RunCommand(const RunCommand&) = delete;
    RunCommand& operator=(const RunCommand&) = delete;

    ExitCode run() {
        const JobDefinition job = installation_.job(options_.job);
        const RunRequest request = request_for(job);
        if (!options_.sandbox) require_configuration(job, options_.job, installation_.settings());
        warn_without_cage(job, logger_);
        const HttpClientSettings http =
            http_settings(installation_.settings().http, session_, options_.sandbox, logger_);
        const Providers providers = make_providers(http);
        ProgressBar bar(session_.err, session_.clock, terminal_width(STDERR_FILENO));
        RunReporter reporter(logger_, kept_log_ ? kept_log_->outlet : session_.err_outlet, wants_bar() ? &bar : nullptr,
                             output());
        session_.err_outlet.never_wait();
        session_.out_outlet.never_wait();
        const auto work = state_directory(session_.surroundings) / (options_.sandbox ? "sandbox" : "") / "work";
        require_directory(work);
        clean_up(work);
        const RunResult result =
            run_job(request, providers.list(),
                    [this](const std::string& plugin) { return *installation_.catalog().library(plugin); },
                    attempt_settings(installation_, http, work, session_.surroundings),
                    {installation_.spawner(), session_.clock, reporter, session_.redactor,
                     [this](const Value& reference) { return secret(reference); }, stop_, give_up_});
        ExitCode code = result.exit_code();
        if (reporter.has_lost_output()) code = more_important(code, ExitCode::state);
        wait_for_readers(code);
        report(result);
        return stop_.take() == 0 ? code : more_important(code, ExitCode::cancelled);
    }

private:
    RunRequest request_for(const JobDefinition& job) const {
        ParameterCollector parameters(job);
        if (!options_.parameter_file.empty()) load_parameters(options_.parameter_file, parameters);
        for (const std::string& assignment : options_.parameters)
            parameters.add_assignment(assignment, session_.surroundings.working_directory);
        GivenParameters given = parameters.complete();
        return {job, make_run_id(session_.clock.now()), std::move(given.values), std::move(given.secrets),
                {},  session_.surroundings.environment};
    }

    void clean_up(const std::filesystem::path& work_directory) {
        const Leftovers found = clean_up_after_crashes(work_directory);
        if (found.directories + found.processes == 0) return;
        logger_.warning("a run was killed before it could clean up; its working directories were removed: " +
                        std::to_string(found.directories) +
                        ", and its processes ended: " + std::to_string(found.processes));
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

    bool wants_bar() const { return !options_.quiet && is_terminal(STDERR_FILENO, session_.surroundings.environment); }

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
    Session& session_;
    /// First of all that may have threads.
    StopSignals stop_;
    const Event give_up_;
    std::optional<KeptText> kept_log_;
    StreamLogger logger_;
    PosixSpawner spawner_;
    /// Starts while the files are read, and before the installation adopts orphans.
    const std::unique_ptr<SandboxProcess> sandbox_;
    Installation installation_;
    const SecretReader secrets_;
    std::optional<KeptText> kept_output_;
};

}  // namespace

ExitCode run(const RunOptions& options, Session& session) try {
    return RunCommand(options, session).run();
} catch (const std::exception& error) {
    if (options.json) print_report(session, to_value(error));
    throw;
}

}  // namespace errand

#include "cli/arguments.hpp"

#include <CLI/CLI.hpp>

#include "base/suggestion.hpp"
#include "base/units.hpp"
#include "errand/version.hpp"

namespace errand {

namespace {

constexpr char kIntroduction[] =
    "Runs scheduled jobs that arrive with their credentials in hand.\n"
    "A job is a YAML file; its tasks are offered by plugins; each task gets the access tokens it declares.";

constexpr char kExamples[] = R"(Examples:
  errand run --sandbox jobs/list-endpoints.yaml   try a job without credentials
  errand check                                    look for mistakes in every job
  errand plugins globus                           what a plugin offers
Exit codes: 0 done, 1 a task failed, 64 bad usage, 69 a service unreachable, 70 a fault in errand,
  74 state directory or disk, 75 not started, 77 credentials refused, 78 bad configuration or job,
  124 time limit reached, 130 cancelled.)";

constexpr char kRunExamples[] = R"(Examples:
  errand run list-endpoints                 the job of that name in a directory of 'jobs:'
  errand run ./nightly.yaml --json          with one machine-readable report on standard output
  errand run report --param day=monday --param 'tags=[new, old]'
  errand run report --params-file - < values.yaml
  errand run report --dry-run               shows what would be done
  errand run --sandbox jobs/list-endpoints.yaml
  17 6 * * *  errand run --quiet nightly    a line of a crontab: prints, and so mails, only when the run fails)";

constexpr char kCheckExamples[] = R"(Examples:
  errand check                     every job in the directories of 'jobs:'
  errand check jobs/*.yaml         these files
Every problem of a file is told at once, as file:line:column. Nothing is run and no token is fetched.)";

constexpr char kPluginsExamples[] = R"(Examples:
  errand plugins                          the task types of every plugin
  errand plugins globus                   parameters, outputs and scopes of one plugin
  errand plugins globus.list-endpoints    of one task type)";

constexpr char kSchemaExamples[] = R"(Examples:
  errand schema > job.schema.json     then begin a job file with
  # yaml-language-server: $schema=job.schema.json
`errand new job` does both.
  errand schema --fragment > fragment.schema.json     the same for what jobs include)";

constexpr char kSandboxExamples[] = R"(Examples:
  errand sandbox > sandbox.env &      then, in a shell:  . ./sandbox.env; errand run my-job
                                      with client_secret: {env: GLOBUS_CLIENT_SECRET} in the configuration
  errand sandbox --endpoints 1200 --token-lifetime 20s
  errand sandbox --fail 'POST /v2/oauth2/token=503*2' --latency 50ms)";

constexpr char kNewExamples[] = R"(Examples:
  errand new plugin weather      a folder with a plugin that builds, and its test
  errand new job nightly         nightly.yaml, to be filled in, and job.schema.json for editors, if it is not there)";

constexpr char kTokenExamples[] = R"(Examples:
  errand token list          what is kept for the runs of this user
  errand token fetch         gets what the jobs need, or finds it kept
  errand token inspect       what the server knows of it
  errand token revoke        has it end before its time)";

constexpr char kTokenListExamples[] = R"(Examples:
  errand token list
  errand token list --json | jq --raw-output '.tokens[].expires_at'
A token is shown as the first 8 hex digits of its SHA-256. No server is asked.)";

constexpr char kTokenFetchExamples[] = R"(Examples:
  errand token fetch                  every token that the jobs need from the only provider
  errand token fetch --fresh globus   asks anew, also when the client was just refused
  errand token fetch --reveal --scopes openid | sed 's/^/Authorization: Bearer /' |
    curl --header @- https://auth.globus.org/v2/oauth2/userinfo
Without --scopes, they are those that the configured jobs need, or else the provider's usual ones.)";

constexpr char kTokenRevokeExamples[] = R"(Examples:
  errand token revoke globus      what is kept of this provider
  errand token revoke --all       what is kept of all)";

constexpr char kTokenInspectExamples[] = R"(Examples:
  errand token inspect
  errand token inspect globus --scopes openid --json
A token that is not kept is fetched first.)";

constexpr char kDoctorExamples[] = R"(Examples:
  errand doctor                 a line for each thing: ok, warning or wrong, and what mends it
  errand doctor --offline       what is on this machine only
  errand doctor --json
Each provider is asked for new tokens. Exit codes: 0 nothing is wrong, or the first that applies of 78 the
  configuration, a job, a secret, a plugin or the clock, 77 credentials refused, 69 a server, 74 the state directory,
  the store or the cache.)";

constexpr char kHistoryExamples[] = R"(Examples:
  errand history                              the newest runs, of all jobs
  errand history nightly --since 7d --state failed --state lost
  errand history --json | jq --raw-output '.runs[].run_id')";

constexpr char kShowExamples[] = R"(Examples:
  errand show nightly          the newest run of a job: its tasks with states, times, attempts and outputs
  errand show 20260301T06      a run by the beginning of its id
  errand show nightly --json)";

constexpr char kLogsExamples[] = R"(Examples:
  errand logs nightly               what the newest run of a job printed and logged
  errand logs nightly list          one task of it
  errand logs nightly --follow      as it comes, until the run is over
  errand logs nightly --json | jq --raw-output 'select(.kind == "error").text'
With --json, a line is an object with the time, task, item, attempt, kind (out, or the level of a log) and text.)";

constexpr char kCancelExamples[] = R"(Examples:
  errand cancel nightly        the newest run of a job, on whatever host it is
  errand cancel 20260301T06
It is asked to end, as by a signal, and gets its grace time.)";

constexpr char kLostExamples[] = R"(Example:
  errand lost 20260301T06      a run of a host that is gone for good
A run of this host is marked by itself, as soon as its supervisor is gone.)";

constexpr char kRetryExamples[] = R"(Examples:
  errand retry nightly              does the newest run of a job over, with its parameters, for its time
  errand retry nightly --failed     only what did not succeed in it, and what needs that
  errand retry 20260301T06 --from mail
  */5 * * * *  errand retry --lost --quiet      a line of a crontab, for jobs with `retry_lost:`
With --lost --json there is one report, whose `runs` are those of each that was done over.
The job file is read anew, so that it may have been mended. What a task has kept, it finds again, unless it succeeded.)";

constexpr char kPruneExamples[] = R"(Examples:
  errand prune                    as the configuration's `history:` has it
  errand prune --max-age 30d
  errand prune --max-runs 100     of each job
Runs that are not over stay, and so do the slots that runs were scheduled for.)";

constexpr char kCompletionExamples[] = R"(Examples:
  errand completion bash > ~/.local/share/bash-completion/completions/errand
  errand completion zsh > "${fpath[1]}/_errand")";

constexpr char kCompleteExamples[] = R"(Examples:
  errand complete jobs
  errand --config errand.yaml complete providers
The completion scripts ask this. It loads no plugin: the task types are those that are known from earlier commands.)";

constexpr char kHelpExamples[] = R"(Examples:
  errand help run           as errand run --help
  errand help new plugin)";

CLI::Validator duration_check() {
    return {[](std::string& text) {
                return parse_duration(text) ? std::string()
                                            : "'" + text + "' is not a duration such as 50ms, 20s or 48h";
            },
            "DURATION"};
}

/// For what means something else when it is not given at all: it may come from a shell's variable that is not set.
CLI::Validator not_empty() {
    return {[](std::string& text) { return text.empty() ? std::string("its value is empty") : std::string(); }, ""};
}

/// The time after which a token expires is told in seconds. Source: RFC 6749 section 5.1.
CLI::Validator seconds_check() {
    return {[](std::string& text) {
                const auto milliseconds = parse_duration(text)->count();
                return milliseconds > 0 && milliseconds % 1000 == 0 ? std::string()
                                                                    : "'" + text + "' is not one or more whole seconds";
            },
            ""};
}

/// Takes an option's text as a duration.
template <class Duration>
CLI::Option& add_duration(CLI::App& command, const char* name, Duration& duration, const char* help) {
    return *command
                .add_option_function<std::string>(
                    name,
                    [&duration](const std::string& text) {
                        duration = std::chrono::duration_cast<Duration>(*parse_duration(text));
                    },
                    help)
                ->check(duration_check())
                ->default_str(format_duration(duration));
}

constexpr char kSeeHelp[] = "\nRun with --help for more information.\n";

/// CLI11 shows no subcommand without a group in help texts.
bool is_hidden(const CLI::App& subcommand) { return subcommand.get_group().empty(); }

std::string no_subcommand(const std::string& word, const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* known : app.get_subcommands({}))
        if (!is_hidden(*known)) names.push_back(known->get_name());
    return "There is no subcommand '" + word + "'" + suggestion(word, names);
}

/// What to say of a word that stands where a subcommand was expected; nothing for any other mistake.
std::optional<std::string> unknown_subcommand(const CLI::App& app) {
    const CLI::App* chosen = &app;
    while (!chosen->get_subcommands().empty()) chosen = chosen->get_subcommands().front();
    if (chosen->get_subcommands({}).empty()) return std::nullopt;
    for (const std::string& word : app.remaining(true))
        if (!word.starts_with('-')) return no_subcommand(word, *chosen);
    return std::nullopt;
}

/// The command line as CLI11 sees it, with what it fills in.
class CommandLine {
public:
    CommandLine() : app_(kIntroduction, "errand") {
        app_.footer(kExamples);
        app_.set_version_flag("--version", std::string("errand ") + ERRAND_VERSION);
        app_.add_option("--config", arguments_.config, "The configuration file")->type_name("FILE");
        app_.add_flag("-v,--verbose", arguments_.verbose, "Say more on standard error");
        app_.require_subcommand(1);
        app_.fallthrough();
        add_run();
        add_retry();
        add_check();
        add_plugins();
        add_schema();
        add_sandbox();
        add_new();
        add_token();
        add_doctor();
        add_records();
        add_completion();
        add_complete();
        add_help();
    }

    CLI::App& app() { return app_; }
    Arguments take() { return std::move(arguments_); }
    bool asks_for_help() const { return app_.got_subcommand("help"); }
    /// Answers `errand help SUBCOMMAND…`.
    ExitCode help(std::ostream& out, std::ostream& err) const {
        const CLI::App* chosen = &app_;
        std::string name = app_.get_name();
        for (const std::string& word : help_words_) {
            const auto found = chosen->get_subcommands([&](const CLI::App* app) { return app->get_name() == word; });
            if (found.empty()) {
                err << "errand: " << no_subcommand(word, *chosen) << kSeeHelp;
                return ExitCode::usage;
            }
            chosen = found.front();
            name += ' ' + word;
        }
        out << app_.get_formatter()->make_help(chosen, name, CLI::AppFormatMode::Normal);
        return ExitCode::done;
    }

private:
    /// A subcommand whose options end up in arguments_.command.
    template <class Options>
    CLI::App& add(CLI::App& parent, const char* name, const char* help, const char* examples, Options& options) {
        CLI::App* command = parent.add_subcommand(name, help);
        command->footer(examples);
        command->callback([this, &options] { arguments_.command = options; });
        return *command;
    }

    void add_run() {
        CLI::App& command = add(app_, "run", "Run a job now", kRunExamples, run_);
        command.add_option("job", run_.job, "A job's name, or a path with '/' or ending in .yaml")
            ->required()
            ->type_name("JOB");
        command
            .add_option("--scheduled-for", run_.scheduled_for,
                        "The time the run was due: now, or 2026-03-01T06:00:00Z; a job runs at most once for each")
            ->type_name("TIME")
            ->check(not_empty());
        command.add_option("-p,--param", run_.parameters, "Give a parameter of the job; repeatable")
            ->type_name("NAME=VALUE")
            ->take_all()
            ->expected(1);
        command
            .add_option("--params-file", run_.parameter_file,
                        "A YAML file with parameters of the job by name; - for standard input")
            ->type_name("FILE")
            ->check(not_empty());
        command.add_flag("-n,--dry-run", run_.dry, "Show what would be run, with what, and which tokens; run nothing");
        command.add_flag("--sandbox", run_.sandbox, "Run against a loopback look-alike of Globus, without credentials");
        add_report_flags(command, run_);
    }
    void add_retry() {
        CLI::App& command = add(app_, "retry", "Do a run over", kRetryExamples, retry_);
        CLI::Option& run = add_run_name(command, retry_.run);
        CLI::Option* failed = command.add_flag("--failed", retry_.failed, "Keep what succeeded in it");
        command.add_option("--from", retry_.from, "Keep what succeeded in it, but for this task and what needs it")
            ->type_name("TASK")
            ->check(not_empty())
            ->excludes(failed);
        command
            .add_flag(
                "--lost", retry_.lost,
                "Do over, but for what succeeded in them, the runs of this host that were lost, as often as their "
                "jobs' retry_lost has it")
            ->excludes(&run);
        command.add_flag("--sandbox", retry_.sandbox, "Do over a run in the sandbox, in the sandbox");
        add_report_flags(command, retry_);
    }
    template <class Options>
    static void add_report_flags(CLI::App& command, Options& options) {
        command.add_flag("-q,--quiet", options.quiet, "Print nothing unless the run fails");
        command.add_flag("--json", options.json, "Print one machine-readable report instead of the tasks' output");
    }
    void add_records() {
        CLI::App& history = add(app_, "history", "Show which runs there were", kHistoryExamples, history_);
        history.add_option("job", history_.job, "The name of a job; all of them when none is given")->type_name("JOB");
        history.add_option("--state", history_.states, "Only runs in this state; repeatable")
            ->check(CLI::IsMember(
                {"queued", "running", "succeeded", "failed", "timed_out", "cancelled", "skipped", "lost"}))
            ->take_all()
            ->expected(1);
        history.add_option("--since", history_.since, "Only runs since then: 7d, or 2026-03-01T06:00:00Z")
            ->type_name("TIME");
        history.add_option("--limit", history_.limit, "At most so many")
            ->check(CLI::Range(1, 10'000))
            ->capture_default_str();
        add_sandbox_flag(history, history_.sandbox);
        add_json(history, history_.json);
        CLI::App& show = add(app_, "show", "Show a run", kShowExamples, show_);
        add_run_name(show, show_.run).required();
        add_sandbox_flag(show, show_.sandbox);
        add_json(show, show_.json);
        CLI::App& logs = add(app_, "logs", "Show what a run printed and logged", kLogsExamples, logs_);
        add_run_name(logs, logs_.run).required();
        logs.add_option("task", logs_.task, "Only of this task")->type_name("TASK");
        logs.add_flag("-f,--follow", logs_.follow, "Go on until the run is over");
        logs.add_flag("-t,--times", logs_.times, "With the time and the kind of each line");
        add_sandbox_flag(logs, logs_.sandbox);
        logs.add_flag("--json", logs_.json, "Print a machine-readable object a line");
        CLI::App& cancel = add(app_, "cancel", "Ask a run to end", kCancelExamples, cancel_);
        add_run_name(cancel, cancel_.run).required();
        add_sandbox_flag(cancel, cancel_.sandbox);
        add_json(cancel, cancel_.json);
        CLI::App& lost = add(app_, "lost", "Give up a run whose host is gone", kLostExamples, lost_);
        add_run_name(lost, lost_.run).required();
        add_sandbox_flag(lost, lost_.sandbox);
        add_json(lost, lost_.json);
        add_prune();
    }
    void add_prune() {
        CLI::App& prune = add(app_, "prune", "Remove runs that need not be kept", kPruneExamples, prune_);
        prune
            .add_option_function<std::string>(
                "--max-age", [this](const std::string& text) { prune_.max_age = *parse_duration(text); },
                "Keep no run that ended longer ago")
            ->check(duration_check());
        prune.add_option("--max-runs", prune_.max_runs, "Keep the newest of each job")
            ->check(CLI::Range(1, 1'000'000'000));
        add_sandbox_flag(prune, prune_.sandbox);
        add_json(prune, prune_.json);
    }
    static CLI::Option& add_run_name(CLI::App& command, std::string& run) {
        return *command.add_option("run", run, "The id of a run or its beginning, or a job's name, for its newest run")
                    ->type_name("RUN");
    }
    static void add_sandbox_flag(CLI::App& command, bool& sandbox) {
        command.add_flag("--sandbox", sandbox, "Look at runs in the sandbox, which are kept apart");
    }
    void add_check() {
        CLI::App& command =
            add(app_, "check", "Look for mistakes in job files and the configuration", kCheckExamples, check_);
        command.add_option("job", check_.jobs, "Names or paths of jobs; all of them when none is given")
            ->type_name("JOB");
    }
    void add_plugins() {
        CLI::App& command = add(app_, "plugins", "Show what the installed plugins offer", kPluginsExamples, plugins_);
        command.add_option("name", plugins_.name, "A plugin, or a task type as PLUGIN.TASK")->type_name("NAME");
        command.add_flag("--json", plugins_.json, "Print machine-readable descriptions");
    }
    void add_schema() {
        CLI::App& command =
            add(app_, "schema", "Print the JSON Schema of job files, for editors", kSchemaExamples, schema_);
        command.add_flag("--fragment", schema_.fragment, "Print that of the fragments that jobs include");
    }
    void add_sandbox() {
        CLI::App& command =
            add(app_, "sandbox", "Serve a look-alike of Globus on loopback", kSandboxExamples, sandbox_);
        command.add_option("--port", sandbox_.port, "The TCP port; any free one when 0")
            ->check(CLI::Range(0, 65535))
            ->capture_default_str();
        command.add_option("--endpoints", sandbox_.endpoints, "How many endpoints there are")
            ->check(CLI::Range(0, 100'000))
            ->capture_default_str();
        add_duration(command, "--token-lifetime", sandbox_.token_lifetime, "How long access tokens live")
            .check(seconds_check());
        command
            .add_option("--fail", sandbox_.faults,
                        "Answer with an error, COUNT times (always when left out), or with ConsentRequired until the "
                        "token has SCOPES; repeatable")
            ->type_name("'METHOD PATH=STATUS[*COUNT]' or 'METHOD PATH=consent:SCOPES'")
            ->take_all()
            ->expected(1);
        add_duration(command, "--latency", sandbox_.latency, "Wait this long before each answer");
        command.add_option("--tls-certificate", sandbox_.tls_certificate, "Serve TLS with this PEM certificate")
            ->type_name("FILE");
        command.add_option("--tls-key", sandbox_.tls_key, "The certificate's PEM key")->type_name("FILE");
        command.get_option("--tls-key")->needs("--tls-certificate");
        command.get_option("--tls-certificate")->needs("--tls-key");
    }
    void add_new() {
        CLI::App* parent = app_.add_subcommand("new", "Begin a plugin or a job");
        parent->footer(kNewExamples);
        parent->require_subcommand(1);
        CLI::App& plugin =
            add(*parent, "plugin", "A folder with a plugin that builds, and its test", kNewExamples, new_plugin_);
        plugin.add_option("name", new_plugin_.name, "Lower-case letters, digits and hyphens")
            ->required()
            ->type_name("NAME");
        CLI::App& job = add(*parent, "job", "A job file to be filled in", kNewExamples, new_job_);
        job.add_option("name", new_job_.name, "Lower-case letters, digits and hyphens")->required()->type_name("NAME");
    }
    void add_token() {
        CLI::App* parent = app_.add_subcommand("token", "Show, fetch, inspect and revoke access tokens");
        parent->footer(kTokenExamples);
        parent->require_subcommand(1);
        CLI::App& list = add(*parent, "list", "The tokens that are kept", kTokenListExamples, token_list_);
        add_json(list, token_list_.json);
        CLI::App& fetch = add(*parent, "fetch", "Get tokens as a run would, and show their hashes", kTokenFetchExamples,
                              token_fetch_);
        add_selection(fetch, token_fetch_.selection);
        fetch.add_flag("--fresh", token_fetch_.fresh, "Ask for a new one whatever is kept");
        CLI::Option* reveal = fetch.add_flag("--reveal", token_fetch_.reveal, "Print the token itself, and only that");
        add_json(fetch, token_fetch_.json).excludes(reveal);
        CLI::App& revoke = add(*parent, "revoke", "Have kept tokens end before their time, at the server and here",
                               kTokenRevokeExamples, token_revoke_);
        CLI::Option& provider = add_provider(revoke, token_revoke_.provider);
        revoke.add_flag("--all", token_revoke_.all, "Those of every provider")->excludes(&provider);
        CLI::App& inspect =
            add(*parent, "inspect", "What the server knows of a token", kTokenInspectExamples, token_inspect_);
        add_selection(inspect, token_inspect_.selection);
        add_json(inspect, token_inspect_.json);
    }
    static CLI::Option& add_json(CLI::App& command, bool& json) {
        return *command.add_flag("--json", json, "Print one machine-readable report");
    }
    static CLI::Option& add_provider(CLI::App& command, std::string& provider) {
        return *command
                    .add_option("provider", provider, "A provider of the configuration; needed where there are several")
                    ->type_name("PROVIDER");
    }
    static void add_selection(CLI::App& command, TokenSelection& selection) {
        add_provider(command, selection.provider);
        CLI::Option* scopes =
            command.add_option("--scopes", selection.scopes, "Space-separated, in place of those needed")
                ->type_name("SCOPES");
        command
            .add_option("--resource-server", selection.resource_server,
                        "That of these scopes, where they do not show it")
            ->type_name("NAME")
            ->needs(scopes);
    }
    void add_doctor() {
        CLI::App& command = add(app_, "doctor", "Look for what keeps jobs from running here", kDoctorExamples, doctor_);
        command.add_flag("--offline", doctor_.is_offline, "Ask no server");
        add_json(command, doctor_.json);
    }
    void add_completion() {
        CLI::App& command =
            add(app_, "completion", "Print a completion script for a shell", kCompletionExamples, completion_);
        command.add_option("shell", completion_.shell, "bash or zsh")
            ->required()
            ->check(CLI::IsMember({"bash", "zsh"}))
            ->type_name("SHELL");
    }
    void add_complete() {
        CLI::App& command = add(app_, "complete", "Print names for a completion script", kCompleteExamples, complete_);
        command.group("");
        command.add_option("kind", complete_.kind, "Of what: jobs, plugins or providers")
            ->required()
            ->check(CLI::IsMember({"jobs", "plugins", "providers"}))
            ->type_name("KIND");
    }
    void add_help() {
        CLI::App* command = app_.add_subcommand("help", "Show how a subcommand is used");
        command->footer(kHelpExamples);
        command->add_option("subcommand", help_words_, "Which one; all of them when left out")->type_name("SUBCOMMAND");
    }

    Arguments arguments_;
    RunOptions run_;
    RetryOptions retry_;
    CheckOptions check_;
    PluginsOptions plugins_;
    SchemaOptions schema_;
    SandboxArguments sandbox_;
    NewPluginOptions new_plugin_;
    NewJobOptions new_job_;
    TokenListOptions token_list_;
    TokenFetchOptions token_fetch_;
    TokenRevokeOptions token_revoke_;
    TokenInspectOptions token_inspect_;
    DoctorOptions doctor_;
    HistoryOptions history_;
    ShowOptions show_;
    LogsOptions logs_;
    CancelOptions cancel_;
    LostOptions lost_;
    PruneOptions prune_;
    CompletionOptions completion_;
    CompleteOptions complete_;
    std::vector<std::string> help_words_;
    CLI::App app_;
};

}  // namespace

std::variant<Arguments, ExitCode> parse_arguments(int argc, const char* const* argv, std::ostream& out,
                                                  std::ostream& err) {
    CommandLine line;
    try {
        line.app().parse(argc, argv);
        if (!line.asks_for_help()) return line.take();
        return line.help(out, err);
    } catch (const CLI::ParseError& error) {
        const bool is_request = error.get_exit_code() == 0;
        if (is_request) {
            line.app().exit(error, out, err);
            return ExitCode::done;
        }
        err << "errand: " << unknown_subcommand(line.app()).value_or(error.what()) << kSeeHelp;
        return ExitCode::usage;
    }
}

}  // namespace errand

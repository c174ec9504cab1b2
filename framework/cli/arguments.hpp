#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

#include "base/exit_code.hpp"
#include "protocol/sandbox_arguments.hpp"

namespace errand {

struct RunOptions {
    std::string job = {};
    /// The slot: `now`, or a time; empty: none.
    std::string scheduled_for = {};
    /// `name=value` each.
    std::vector<std::string> parameters = {};
    /// Empty when it was not given.
    std::string parameter_file = {};
    bool dry = false;
    bool sandbox = false;
    bool quiet = false;
    bool json = false;
};

/// `run` as in ShowOptions; empty: those that were lost.
struct RetryOptions {
    std::string run;
    bool lost = false;
    /// Only what has not succeeded, and what needs it.
    bool failed = false;
    /// Only this task, what needs it, and what has not succeeded; empty: not given.
    std::string from;
    bool sandbox = false;
    bool quiet = false;
    bool json = false;
};

struct CheckOptions {
    std::vector<std::string> jobs;
};

struct PluginsOptions {
    std::string name;
    bool json = false;
};

struct SchemaOptions {
    bool fragment = false;
};

struct NewPluginOptions {
    std::string name;
};

struct NewJobOptions {
    std::string name;
};

/// Which tokens of a provider. Empty texts: the only provider, and what is needed of it.
struct TokenSelection {
    std::string provider;
    std::string scopes;
    std::string resource_server;
};

struct TokenListOptions {
    bool json = false;
};

struct TokenFetchOptions {
    TokenSelection selection;
    bool fresh = false;
    bool reveal = false;
    bool json = false;
};

struct TokenRevokeOptions {
    std::string provider;
    bool all = false;
};

struct TokenInspectOptions {
    TokenSelection selection;
    bool json = false;
};

struct DoctorOptions {
    bool is_offline = false;
    bool json = false;
};

struct HistoryOptions {
    /// Empty: of all jobs.
    std::string job;
    /// Words for RunState; empty: any.
    std::vector<std::string> states;
    /// Empty: from the newest on.
    std::string since;
    std::size_t limit = 20;
    bool sandbox = false;
    bool json = false;
};

/// `run` of these is an id, the beginning of one, or the name of a job, for its newest run.
struct ShowOptions {
    std::string run;
    bool sandbox = false;
    bool json = false;
};

struct LogsOptions {
    std::string run;
    /// Empty: of all tasks.
    std::string task;
    bool follow = false;
    bool times = false;
    bool sandbox = false;
    bool json = false;
};

struct CancelOptions {
    std::string run;
    bool sandbox = false;
    bool json = false;
};

struct LostOptions {
    std::string run;
    bool sandbox = false;
    bool json = false;
};

struct PruneOptions {
    /// In place of what the configuration says.
    std::optional<std::chrono::milliseconds> max_age;
    std::optional<std::int64_t> max_runs;
    bool sandbox = false;
    bool json = false;
};

struct CompletionOptions {
    std::string shell;
};

/// Asked by the completion scripts.
struct CompleteOptions {
    /// `jobs`, `plugins` or `providers`.
    std::string kind;
};

/// What was asked for on the command line.
struct Arguments {
    /// `--config`; empty when it was not given.
    std::string config;
    bool verbose = false;
    std::variant<RunOptions, RetryOptions, CheckOptions, PluginsOptions, SchemaOptions, SandboxArguments,
                 NewPluginOptions, NewJobOptions, TokenListOptions, TokenFetchOptions, TokenRevokeOptions,
                 TokenInspectOptions, DoctorOptions, HistoryOptions, ShowOptions, LogsOptions, CancelOptions,
                 LostOptions, PruneOptions, CompletionOptions, CompleteOptions>
        command;
};

/// Reads the command line. When it asks for help or the version, or is wrong, says so on `out` or `err` and returns the
/// code to end with.
std::variant<Arguments, ExitCode> parse_arguments(int argc, const char* const* argv, std::ostream& out,
                                                  std::ostream& err);

}  // namespace errand
